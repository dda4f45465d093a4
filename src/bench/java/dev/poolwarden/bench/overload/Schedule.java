package dev.poolwarden.bench.overload;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * When requests arrive, and of which kind: Poisson arrivals, whatever becomes of those before. Immutable.
 *
 * @param dueNanos ns after the start, ascending
 * @param kinds the {@link Kind} of each
 */
record Schedule(long[] dueNanos, Kind[] kinds) {

    /**
     * Two independent streams as one: the sum of Poisson streams is one again, whose arrivals are of a kind by chance.
     *
     * @param interactive arrivals/s
     * @param background arrivals/s
     */
    static Schedule poisson(double interactive, double background, Duration length, long seed) {
        Random random = new Random(seed);
        double perSecond = interactive + background;
        int room = (int) (perSecond * length.toSeconds() * 1.2) + 1_000;
        long[] due = new long[room];
        Kind[] kinds = new Kind[room];
        int count = 0;
        double seconds = 0;
        while (count < room) {
            seconds -= Math.log(1 - random.nextDouble()) / perSecond;
            if (seconds * 1e9 >= length.toNanos()) {
                break;
            }
            due[count] = (long) (seconds * 1e9);
            kinds[count++] = random.nextDouble() * perSecond < interactive ? Kind.INTERACTIVE : Kind.BACKGROUND;
        }
        return new Schedule(Arrays.copyOf(due, count), Arrays.copyOf(kinds, count));
    }

    /**
     * How many are due.
     *
     * @param now ns after the start
     * @param already known to be due
     */
    int dueBy(long now, int already) {
        int due = already;
        while (due < dueNanos.length && dueNanos[due] <= now) {
            due++;
        }
        return due;
    }

    int size() {
        return dueNanos.length;
    }
}
