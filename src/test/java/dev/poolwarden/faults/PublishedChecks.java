package dev.poolwarden.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds what the application publishes of itself against what must always hold. Wants the statuses and configs in the order in
 * which they were published, and not too seldom; used by one thread.
 */
final class PublishedChecks {

    /** A sample a second is taken; beyond this nobody can know how the pool is. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** So many samples in a row with a free permit and somebody waiting are no chance any more, whoever was served between. */
    private static final int NO_CHANCE = 5;

    private final Findings findings;
    private final int mostPermits;
    private final long longestHold;
    private final LongSupplier nanosSinceServed;
    private JsonNode before;
    private long overLimitSince;
    private int idleInARow;

    /**
     * @param mostPermits what the limit is at the most
     * @param longestHold for how long a permit may be out, and so a lowered limit may drain
     * @param nanosSinceServed how long nobody has been served though many ask, as users see it
     */
    PublishedChecks(Findings findings, int mostPermits, Duration longestHold, LongSupplier nanosSinceServed) {
        this.findings = findings;
        this.mostPermits = mostPermits;
        this.longestHold = longestHold.toNanos();
        this.nanosSinceServed = nanosSinceServed;
    }

    void config(JsonNode config) {
        String level = config.at("/throttling_level").asText();
        findings.check(
                Invariant.REASONS,
                level.equals("NORMAL") || !config.at("/reasons").isEmpty(),
                config::toString);
    }

    /** @param now when it came, in ns */
    void status(JsonNode status, long now) {
        findings.check(
                Invariant.NEVER_HEALTHY,
                isHonest(status),
                () -> "health "
                        + status.at("/health").asText() + ", reachable "
                        + status.at("/database/reachable").asText() + ", sample of "
                        + status.at("/sample_age_ms").asText() + " ms, nobody served for "
                        + nanosSinceServed.getAsLong() / 1_000_000 + " ms");
        if (before == null || isNewSample(status)) {
            permits(status, now);
            idlePermits(status);
            before = status;
        }
    }

    private boolean isHonest(JsonNode status) {
        String health = status.at("/health").asText();
        if (!status.at("/database/reachable").asBoolean()) {
            return health.equals("CRITICAL");
        }
        boolean known = status.at("/sample_age_ms").asLong(Long.MAX_VALUE) <= FRESH.toMillis()
                && nanosSinceServed.getAsLong() <= FRESH.toNanos();
        return known || !health.equals("HEALTHY");
    }

    /** The figures of a status are one sample's; a younger one than the last is another. */
    private boolean isNewSample(JsonNode status) {
        return status.at("/sample_age_ms").asLong()
                        < before.at("/sample_age_ms").asLong()
                || admitted(status) != admitted(before);
    }

    /**
     * A permit is given only while fewer are out than the limit says. So beyond the limit there are those of the last sample, or
     * those of a limit that held since; they only become fewer, and are gone when the longest hold is over.
     */
    private void permits(JsonNode status, long now) {
        int out = inFlight(status);
        if (out <= limit(status)) {
            overLimitSince = 0;
        } else if (overLimitSince == 0) {
            overLimitSince = now;
        }
        int mayDrain = before == null ? 0 : Math.max(inFlight(before), limit(before));
        boolean drains = out <= mayDrain && now - overLimitSince <= longestHold;
        findings.check(
                Invariant.PERMITS,
                out <= mostPermits && (out <= limit(status) || drains),
                () -> status.at("/gate") + " after " + (before == null ? "nothing" : before.at("/gate")));
    }

    /** Between a permit's return and its next owner there are moments; what stays free from one sample to the next is lost. */
    private void idlePermits(JsonNode status) {
        idleInARow = hasIdlePermit(status) ? idleInARow + 1 : 0;
        boolean stays = idleInARow > 1 && admitted(status) == admitted(before);
        findings.check(
                Invariant.NO_IDLE_PERMIT,
                !stays && idleInARow < NO_CHANCE,
                () -> status.at("/gate") + " after " + before.at("/gate"));
    }

    private static boolean hasIdlePermit(JsonNode status) {
        return status.at("/gate/waiting").asInt() > 0 && inFlight(status) < limit(status);
    }

    private static int inFlight(JsonNode status) {
        return status.at("/gate/in_flight").asInt();
    }

    private static int limit(JsonNode status) {
        return status.at("/gate/limit").asInt();
    }

    private static long admitted(JsonNode status) {
        return status.at("/gate/admitted").asLong();
    }
}
