package dev.poolwarden.gate;

import java.time.Duration;

/**
 * How many callers the gate admits at once and how long it lets the others wait.
 *
 * @param limit most permits out at once, 1..10 000
 * @param maxWait longest wait for a permit, 0..10 min
 * @param minWait what the longest wait shrinks to under a standing backlog, 0..{@code maxWait}
 * @param maxBacklog most callers waiting at once, 0..100 000; further ones are rejected without waiting
 */
public record GateSettings(int limit, Duration maxWait, Duration minWait, int maxBacklog) {

    public GateSettings {
        requireLimit(limit);
        if (maxWait.isNegative() || maxWait.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("gate.max-wait is " + maxWait + "; allowed is 0 s to 10 min");
        }
        if (minWait.isNegative() || minWait.compareTo(maxWait) > 0) {
            throw new IllegalArgumentException(
                    "gate.min-wait is " + minWait + "; allowed is 0 s to gate.max-wait, which is " + maxWait);
        }
        if (maxBacklog < 0 || maxBacklog > 100_000) {
            throw new IllegalArgumentException("gate.max-backlog is " + maxBacklog + "; allowed is 0 to 100000");
        }
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("gate.max-concurrent is " + limit + "; allowed is 1 to 10000");
        }
    }

    /**
     * How long a caller that arrives now may wait, in ns. A backlog that has stood for longer than the longest wait will not
     * clear by waiting: late arrivals get the floor, so that those who are served are served in time.
     */
    long waitNanos(Occupancy occupancy, long now) {
        boolean standing = occupancy.waiting() > 0 && now - occupancy.backlogSince() > maxWait.toNanos();
        return (standing ? minWait : maxWait).toNanos();
    }
}
