package dev.poolwarden.gate;

/**
 * How many permits each priority may use: trunk reservation, as in telephone networks. A caller is admitted while fewer are
 * out in all than its priority may use, so that the last ones stay for those above it, and nothing is kept idle for a share
 * that others do not fill. Immutable.
 *
 * @param all for callers that hold a permit already (JTA's {@code REQUIRES_NEW}): each may be waiting for itself
 * @param essential at least 1, as the others
 */
record Shares(int all, int essential, int interactive, int background) {

    private static final int NESTED_OF = 16;
    private static final int LEAST_STANDING = 4;

    static Shares of(int limit, GateSettings settings, Presence presence, long now) {
        int nested = presence.nestedCome() ? Math.max(1, limit / NESTED_OF) : 0;
        int forEssential = presence.comes(Priority.ESSENTIAL, now) ? part(limit, settings.essentialShare()) : 0;
        int forInteractive = presence.comes(Priority.INTERACTIVE, now) ? part(limit, settings.interactiveShare()) : 0;
        int essential = Math.max(1, limit - nested);
        int interactive = Math.max(1, essential - forEssential);
        return new Shares(limit, essential, interactive, Math.max(1, interactive - forInteractive));
    }

    /** Rounded down: of a few permits one would be far more than its percentage, and who matters more goes first anyway. */
    private static int part(int limit, double percent) {
        return (int) (limit * percent / 100);
    }

    int usableBy(Priority priority) {
        return switch (priority) {
            case ESSENTIAL -> essential;
            case INTERACTIVE -> interactive;
            case BACKGROUND -> background;
        };
    }

    /**
     * Where a backlog stands, more callers than it takes to leave no permit idle only wait for nothing: half as many as there
     * are permits, and those that chance wants where these are few.
     */
    int mostStanding(Priority priority) {
        return Math.max(LEAST_STANDING, usableBy(priority) / 2);
    }
}
