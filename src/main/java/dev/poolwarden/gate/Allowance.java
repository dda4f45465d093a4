package dev.poolwarden.gate;

import java.time.Duration;

/**
 * How long callers of one priority may wait. A backlog that comes and goes is what a queue is for; one that stands makes
 * everybody late and serves nobody more. It stands when everyone served within a window had waited longer than the floor;
 * from then on callers wait no longer than that. Once nobody waits most of the time, the allowance doubles with every window up
 * to what the settings say. After CoDel (Nichols and Jacobson, "Controlling Queue Delay", 2012), with the floor as its target.
 *
 * <p>Written by the dispatcher alone; {@link #nanos} and {@link #isStanding} are read by callers, who may see them late.
 */
final class Allowance {

    private static final long SHORTEST_WINDOW = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_WINDOW = Duration.ofSeconds(1).toNanos();

    private static final long LEAST_GROWN = Duration.ofMillis(1).toNanos(); // or a floor of 0 would double for ever

    private final long longest;
    private final long floor;
    private final long window;
    private volatile long nanos;
    private volatile boolean standing;
    private long windowSince;
    private long emptySince; // meaningful while the backlog is empty
    private boolean empty = true;
    private long emptyNanos; // for so long it was empty in this window
    private boolean cleared = true; // whether it was at all
    private long leastWait = Long.MAX_VALUE; // of those served in it

    /** @param longest and {@code floor} in ns */
    Allowance(long longest, long floor, long now) {
        this.longest = longest;
        this.floor = floor;
        this.window = Math.max(SHORTEST_WINDOW, Math.min(LONGEST_WINDOW, floor));
        this.nanos = longest;
        this.windowSince = now;
        this.emptySince = now;
    }

    /** How long a caller that arrives now may wait, in ns. */
    long nanos() {
        return nanos;
    }

    boolean isStanding() {
        return standing;
    }

    /** Somebody was served out of the backlog. */
    void served(long waited) {
        leastWait = Math.min(leastWait, waited);
    }

    /** @param oldest how long the oldest caller has waited, in ns; negative when nobody waits */
    void review(long oldest, long now) {
        seen(oldest < 0, now);
        long passed = now - windowSince;
        if (passed < window) {
            return;
        }
        boolean mostlyEmpty = emptyNanos * 2 > passed;
        if (standing ? mostlyEmpty : cleared) {
            standing = false;
            grow(passed / window);
        } else if (standing) {
            nanos = floor;
        } else if (leastWait == Long.MAX_VALUE ? oldest > longest : leastWait > floor) {
            standing = true;
            nanos = floor;
        }
        windowSince = now;
        emptyNanos = 0;
        cleared = empty;
        leastWait = Long.MAX_VALUE;
    }

    private void seen(boolean nobodyWaits, long now) {
        if (empty) {
            emptyNanos += now - emptySince;
            emptySince = now;
        } else if (nobodyWaits) {
            emptySince = now;
        }
        empty = nobodyWaits;
        cleared |= nobodyWaits;
    }

    private void grow(long windows) {
        long doubled = Math.max(nanos, LEAST_GROWN) << Math.min(windows, 20);
        nanos = Math.min(longest, doubled);
    }
}
