package dev.poolwarden.api;

/**
 * What the API needs to know of the configuration.
 *
 * @param instance this instance's name, in every config that is served
 * @param readinessFollowsDatabase whether readiness is DOWN while the database is away
 * @param anonymousCleanup whether anyone may ask for a cleanup of idle connections while health is CRITICAL
 * @param trustPriority whether the {@code Priority} header may raise a request, and not only lower it
 * @param maxListeners event streams open at once, 1 to {@value #MOST_LISTENERS}
 * @param operators who may use the operators' endpoints by HTTP Basic
 */
public record ApiSettings(
        String instance,
        boolean readinessFollowsDatabase,
        boolean anonymousCleanup,
        boolean trustPriority,
        int maxListeners,
        Operators operators) {

    private static final int MOST_LISTENERS = 100_000;

    public ApiSettings {
        if (maxListeners < 1 || maxListeners > MOST_LISTENERS) {
            throw new IllegalArgumentException(
                    "events.max-listeners is %d; allowed is 1 to %d".formatted(maxListeners, MOST_LISTENERS));
        }
    }
}
