package dev.poolwarden.reclaim;

/**
 * What somebody asks to have cleaned up.
 *
 * @param mode what to take back
 * @param dryRun plan only
 * @param reason why, in the operator's words; 500 characters at most, may be empty
 * @param max connections to take back at most, 1..10 000
 * @param overrideCooldown run even if the last cleanup was moments ago
 * @param by who asks
 */
public record CleanupRequest(
        CleanupMode mode, boolean dryRun, String reason, int max, boolean overrideCooldown, By by) {

    public static final int MOST = 10_000;
    public static final int LONGEST_REASON = 500;

    public CleanupRequest {
        if (reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "reason has %d characters; allowed are %d".formatted(reason.length(), LONGEST_REASON));
        }
        if (max < 1 || max > MOST) {
            throw new IllegalArgumentException("max is " + max + "; allowed is 1 to " + MOST);
        }
    }

    /** Who asks: kinds have a cooldown each. */
    public record By(Kind kind, String name) {

        /** Somebody without a sign-in, where that is allowed. */
        public static final By ANYONE = new By(Kind.ANYONE, "anonymous");

        private static final By ITSELF = new By(Kind.ITSELF, "poolwarden");

        public static By operator(String name) {
            return new By(Kind.OPERATOR, name);
        }
    }

    /** Kinds of askers. */
    public enum Kind {
        OPERATOR,
        ANYONE,
        /** Poolwarden, above the critical usage; bound by evidence alone. */
        ITSELF
    }

    /** What Poolwarden asks of itself, for this reason. */
    public static CleanupRequest automatic(String reason) {
        return new CleanupRequest(CleanupMode.AUTOMATIC, false, reason, MOST, false, By.ITSELF);
    }

    /** Whether it runs only when the last one of its kind is long enough ago. */
    public boolean coolsDown() {
        return switch (by.kind()) {
            case OPERATOR -> !dryRun && !overrideCooldown;
            case ANYONE -> true; // a dry run asks the server, too
            case ITSELF -> false;
        };
    }
}
