package dev.poolwarden.gate;

import java.time.Duration;

/**
 * How long a permit is held in the mean, by Little's law: permits out, integrated over time, divided by those that came back.
 * Says how long a place in the backlog takes to come to the front. The dispatcher writes it; callers may read it late.
 */
final class Pace {

    private static final long WINDOW = Duration.ofMillis(100).toNanos();
    private static final int ENOUGH = 10; // permits that came back; fewer say little about the next ones
    private static final double UNKNOWN = 0;

    private long since;
    private long heldBefore;
    private long backBefore;
    private volatile double holdNanos = UNKNOWN;

    Pace(long now) {
        this.since = now;
    }

    /**
     * @param held integral of the permits out since the start, in permit-nanoseconds
     * @param back permits that have come back since the start
     */
    void review(long held, long back, long now) {
        if (now - since >= WINDOW && back - backBefore >= ENOUGH) {
            holdNanos = (double) (held - heldBefore) / (back - backBefore);
            since = now;
            heldBefore = held;
            backBefore = back;
        }
    }

    boolean isDue(long now) {
        return now - since >= WINDOW;
    }

    /** How long a caller with so many ahead of it is going to wait, in ns; 0 where nothing is known. */
    long expectedWait(int ahead, int permits) {
        return (long) (holdNanos * (ahead + 1) / permits);
    }
}
