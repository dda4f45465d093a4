package dev.poolwarden.telemetry;

import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A histogram that many threads write to: one for each of a few groups of threads, put together when it is read, so that no two
 * cores fight for the same counter at every checkout. Thread-safe; recording is two atomic additions.
 */
final class Tallies {

    private static final int MOST_GROUPS = 8;

    private final long most;
    private final AtomicHistogram[] groups;

    /** @param most the largest value; larger ones count as this */
    Tallies(long most) {
        this.most = most;
        int cores = Runtime.getRuntime().availableProcessors();
        this.groups = new AtomicHistogram[Math.min(MOST_GROUPS, Integer.highestOneBit(2 * cores - 1))];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new AtomicHistogram(most, 2);
        }
    }

    void record(long value) {
        groups[(int) Thread.currentThread().getId() & groups.length - 1].recordValue(Math.min(most, value));
    }

    /** All that was recorded before; what is recorded meanwhile, or not. */
    Histogram sum() {
        Histogram sum = new Histogram(most, 2);
        for (AtomicHistogram each : groups) {
            sum.add(each.copy());
        }
        return sum;
    }
}
