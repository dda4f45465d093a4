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
        long sum = 0;
        for (int step = 0; step <= last; step++) {
            sum += count(step);
        }
        return sum;
    }

    /** All that was recorded before; what is recorded meanwhile, or not. */
    Histogram sum() {
        Histogram sum = new Histogram(most, 2);
        for (int step = 0; step < groups[0].length(); step++) {
            add(sum, step, count(step));
        }
        return sum;
    }

    private long count(int step) {
        long count = 0;
        for (AtomicLongArray each : groups) {
            count += each.get(step);
        }
        return count;
    }

    private static void add(Histogram to, int step, long count) {
        if (count > 0) {
            to.recordValueWithCount(value(step), count);
        }
    }

    /** Tells what was recorded from one look to the next, each value once. For one reader; a look allocates nothing. */
    final class Recent {

        private final Histogram recent = new Histogram(most, 2);
        private final long[] before = new long[groups[0].length()];

        /** What was recorded since the last look, until the next. */
        Histogram look() {
            recent.reset();
            for (int step = 0; step < before.length; step++) {
                long count = count(step);
                add(recent, step, count - before[step]);
                before[step] = count;
            }
            return recent;
        }
    }
}
