package dev.poolwarden.control;

import java.time.Duration;

/**
 * How much time has passed in which this process ran. What a collection or a machine that stood still took away does not count,
 * however often it happens: whoever waits for an answer meanwhile had no chance to read it, and it may long be there.
 *
 * <p>It goes by beats. The time between two of them counts up to {@link #MOST}; a beat that comes later was held up. The
 * thread that beats does nothing else that could hold it up, and is the only one that writes; anybody may read.
 */
final class AwakeTime {

    /** How often to beat, and so how exact the figure is. */
    static final Duration BEAT = Duration.ofMillis(50);

    /** Twice a beat: on half a CPU a process may be kept off it for most of each 100 ms, and runs all the same. */
    static final Duration MOST = BEAT.multipliedBy(2);

    private long lastBeat;
    private volatile long nanos;

    /** Begins at {@code now} ns. */
    AwakeTime(long now) {
        lastBeat = now;
    }

    /** The process runs at {@code now} ns. */
    void beat(long now) {
        nanos += Math.min(now - lastBeat, MOST.toNanos()); // one writer
        lastBeat = now;
    }

    /** As of the last beat. */
    long nanos() {
        return nanos;
    }
}
