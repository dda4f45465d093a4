package dev.poolwarden.control;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one clock of all that is plotted: the wall clock as long as that goes forward. Once it is set back, time goes on from where it
 * was by what really passes, ahead of the wall clock until that overtakes it: steps keep their length, and who asks for what is later
 * than the last he knows misses nothing. In ms since 1970. Thread-safe; its lock is held for no longer than two clocks take to be read.
 */
public final class PlotClock {

    private final Clock wall;
    private final LongSupplier nanoTime;

    /** The wall clock when it was followed last, in ms, and the monotonic time then, in ns. All guarded by this. */
    private long followed;

    private long followedNanos;
    private long least = Long.MIN_VALUE;

    /** @param nanoTime monotonic, in ns, of any origin */
    public PlotClock(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
    }

    /** The time now: no earlier than any that was told, and later than every sample's. */
    synchronized long now() {
        long millis = wall.millis();
        long nanos = nanoTime.getAsLong();
        if (millis >= least) {
            followed = millis;
            followedNanos = nanos;
        }
        least = Math.max(least, followed + TimeUnit.NANOSECONDS.toMillis(nanos - followedNanos));
        return least;
    }

    /** The time of a sample that is taken now: what comes after it is told a later time, within the same millisecond, too. */
    synchronized long sampled() {
        long now = now();
        least = now + 1;
        return now;
    }
}
