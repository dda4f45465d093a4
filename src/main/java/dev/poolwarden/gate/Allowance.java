package dev.poolwarden.gate;

import java.time.Duration;

/**
 * How long callers of one priority may wait. A backlog that comes and goes is what a queue is for; one that stands makes
 * everybody late and serves nobody more. It stands when everyone served within two windows had waited longer than the floor
 * and it is no shorter after the second than before: one that a moment's standstill has left behind is worked off. A window in
 * which nobody is served lasts until somebody is, or has waited for longest. From then on callers wait no longer than the floor,
 * until somebody is served and nobody turned away for a window, or nobody waits most of the time; then the allowance doubles with
 * every window in which nobody waited for a moment, up to what the settings say. After CoDel (Nichols and Jacobson, "Controlling
 * Queue Delay", 2012), with the floor as its target.
 *
 * <p>Written by the dispatcher alone, but for {@link #turnedAway}, which callers set and it resets; {@link #nanos} and {@link
 * #isStanding} are read by callers, who may see them late.
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
    private boolean lateBefore; // in the window before it
    private int waitingBefore; // at its start
    private volatile boolean turnedAway; // somebody, in it

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

    /** Somebody was served out of the backlog whose turn it was by the time of arrival. */
    void served(long waited) {
        leastWait = Math.min(leastWait, waited);
    }

    /** Somebody was not served who would have waited as long as allowed; any thread may say so. */
    void turnedAway() {
        if (!turnedAway) {
            turnedAway = true;
        }
    }

    /** @param oldest how long the oldest caller has waited, in ns; whatever when nobody waits */
    void review(int waiting, long oldest, long now) {
        seen(waiting == 0, now);
        long passed = now - windowSince;
        boolean anyServed = leastWait < Long.MAX_VALUE;
        if (passed < window || !standing && !cleared && !anyServed && oldest <= longest) {
            return; // permits may come back in batches, and nothing is known before the next
        }
        boolean late = !cleared && (!anyServed || leastWait > floor);
        boolean mostlyEmpty = emptyNanos * 2 > passed;
        if (standing ? mostlyEmpty || anyServed && !turnedAway : cleared) {
            standing = false;
            grow(passed / window);
        } else if (standing || late && lateBefore && waiting >= waitingBefore) {
            standing = true;
            nanos = floor;
        }
        windowSince = now;
        emptyNanos = 0;
        cleared = empty;
        leastWait = Long.MAX_VALUE;
        lateBefore = late;
        waitingBefore = waiting;
        turnedAway = false;
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
