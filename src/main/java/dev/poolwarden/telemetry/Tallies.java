package dev.poolwarden.telemetry;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * A histogram that many threads write to: one for each of a few groups of threads, put together when it is read, so that no two
 * cores fight for the same counter at every checkout. Recording is one atomic addition; HdrHistogram's own for several writers
 * needs three to five. Its steps are those of HdrHistogram with two digits: of one up to 256, then twice as wide for each power
 * of two. Thread-safe.
 */
final class Tallies {

    private static final int MOST_GROUPS = 8;
    private static final int HALF = 128; // steps in each power of two

    private final long most;
    private final AtomicLongArray[] groups;

    /** @param most the largest value; larger ones count as this */
    Tallies(long most) {
        this.most = most;
        int cores = Runtime.getRuntime().availableProcessors();
        this.groups = new AtomicLongArray[Math.min(MOST_GROUPS, Integer.highestOneBit(2 * cores - 1))];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new AtomicLongArray(step(most) + 1);
        }
    }

    void record(long value) {
        groups[(int) Thread.currentThread().getId() & groups.length - 1].getAndIncrement(step(Math.min(most, value)));
    }

    static int step(long value) {
        int doublings = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - 8);
        return doublings * HALF + (int) (value >> doublings);
    }

    /** The smallest value of a step. */
    static long value(int step) {
        int doublings = Math.max(0, step / HALF - 1);
        return (long) (step - doublings * HALF) << doublings;
    }

    /** How many of those recorded are no larger, to the width of a step. */
    long upTo(long value) {
        int last = step(Math.min(most, value));
        long count = 0;
        for (AtomicLongArray each : groups) {
            for (int step = 0; step <= last; step++) {
                count += each.get(step);
            }
        }
        return count;
    }

    /** All that was recorded before; what is recorded meanwhile, or not. */
    Histogram sum() {
        Histogram sum = new Histogram(most, 2);
        for (AtomicLongArray each : groups) {
            for (int step = 0; step < each.length(); step++) {
                long count = each.get(step);
                if (count > 0) {
                    sum.recordValueWithCount(value(step), count);
                }
            }
        }
        return sum;
    }
}
