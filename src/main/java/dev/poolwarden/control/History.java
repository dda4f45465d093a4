package dev.poolwarden.control;

import dev.poolwarden.control.ServiceTimes.Quantiles;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The last {@value #MOST} ticks, for plots: a ring of primitive columns, 250 kB whatever happens.
 *
 * <p>The monitor's thread alone writes: first a row, then {@link #written}, a volatile, which publishes it. A reader copies what
 * it wants and asks {@link #written} again: the ring has {@value #SPARE} rows more than are shown, so a row that the writer came
 * close to meanwhile is one that has grown too old to be shown, and is left out. Neither ever waits for the other.
 */
public final class History implements StateListener {

    /** Samples that are shown. */
    public static final int MOST = 3600;

    private static final int SPARE = 496;

    private final PlotClock clock;
    private final Supplier<Optional<Quantiles>> waits;
    private final long[] at = new long[MOST + SPARE];
    private final float[][] columns = new float[Figure.values().length][MOST + SPARE];
    private volatile long written; // rows since the start
    private GateSnapshot lastGate; // the monitor's thread alone

    /**
     * @param clock by which plots are drawn; the same as of the {@link Marks}
     * @param waits how long callers waited since it was asked last; asked once a tick
     */
    public History(PlotClock clock, Supplier<Optional<Quantiles>> waits) {
        this.clock = clock;
        this.waits = waits;
    }

    @Override
    public void sampled(PublishedState now) {
        int row = row(written);
        at[row] = clock.sampled();
        note(row, Figure.LEVEL, now.config().level().ordinal());
        note(row, Figure.USAGE_PERCENT, known(now.reading().usagePercent()));
        note(row, Figure.IN_USE, now.pool().inUse());
        note(row, Figure.IDLE, now.pool().idle());
        note(row, Figure.CAPACITY, now.reading().capacity());
        note(row, Figure.LATENCY_MS, latency(now.reading().database()));
        noteWaits(row, waits.get());
        noteGate(row, now.gate());
        written++; // nobody else writes it
    }

    private void noteWaits(int row, Optional<Quantiles> waits) {
        note(row, Figure.WAIT_P50_MS, waits.map(Quantiles::p50).orElse(Double.NaN));
        note(row, Figure.WAIT_P99_MS, waits.map(Quantiles::p99).orElse(Double.NaN));
    }

    private void noteGate(int row, GateSnapshot gate) {
        GateSnapshot before = lastGate;
        note(row, Figure.LIMIT, gate.limit());
        note(row, Figure.WAITING, gate.occupancy().waiting());
        note(row, Figure.ADMITTED, gate.admitted() - (before == null ? 0 : before.admitted()));
        note(row, Figure.REJECTED, gate.rejected() - (before == null ? 0 : before.rejected()));
        note(row, Figure.TIMED_OUT, gate.timedOut() - (before == null ? 0 : before.timedOut()));
        lastGate = gate;
    }

    private void note(int row, Figure figure, double value) {
        columns[figure.ordinal()][row] = (float) value;
    }

    private static double known(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private static double latency(DatabaseReading database) {
        return database instanceof Reachable here ? here.latency().toNanos() / 1e6 : Double.NaN;
    }

    /**
     * The samples of the last {@code window} ms up to the latest one. Never waits.
     *
     * @param after ms since 1970; only those that are later
     */
    public Samples samples(long window, long after) {
        long end = written;
        long first = first(end, window, after);
        Samples copy = copy(first, end);
        VarHandle.acquireFence(); // the rows are read before this is
        long oldest = written - MOST;
        return oldest <= first ? copy : copy.skip((int) Math.min(copy.size(), oldest - first));
    }

    private long first(long end, long window, long after) {
        long oldest = Math.max(0, end - MOST);
        if (end == 0) {
            return 0;
        }
        long before = Math.max(after, at[row(end - 1)] - window);
        long first = end;
        while (first > oldest && at[row(first - 1)] > before) {
            first--;
        }
        return first;
    }

    private Samples copy(long first, long end) {
        int size = (int) (end - first);
        long[] times = new long[size];
        double[][] copies = new double[columns.length][size];
        for (int i = 0; i < size; i++) {
            int row = row(first + i);
            times[i] = at[row];
            for (int figure = 0; figure < copies.length; figure++) {
                copies[figure][i] = columns[figure][row];
            }
        }
        return new Samples(times, copies);
    }

    private static int row(long number) {
        return (int) (number % (MOST + SPARE));
    }
}
