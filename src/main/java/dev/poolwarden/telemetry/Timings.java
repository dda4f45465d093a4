package dev.poolwarden.telemetry;

import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.Rejection;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long callers wait at the gate and hold their connections, since the start, to two digits, up to ten minutes. Recording
 * is free of waits; reading copies. Thread-safe.
 */
public final class Timings implements GateListener, ServiceTimes {

    private static final long MOST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final ConcurrentHistogram waits = new ConcurrentHistogram(MOST_MICROS, 2);
    private final ConcurrentHistogram holds = new ConcurrentHistogram(MOST_MICROS, 2);

    @Override
    public void admitted(long waitedNanos) {
        record(waits, waitedNanos);
    }

    @Override
    public void rejected(Rejection rejection) {
        record(waits, rejection.waited().toNanos());
    }

    @Override
    public void released(long heldNanos) {
        record(holds, heldNanos);
    }

    @Override
    public Optional<Quantiles> waits() {
        return quantiles(waits);
    }

    @Override
    public Optional<Quantiles> holds() {
        return quantiles(holds);
    }

    private static void record(ConcurrentHistogram histogram, long nanos) {
        histogram.recordValue(Math.min(MOST_MICROS, nanos / 1000));
    }

    private static Optional<Quantiles> quantiles(Histogram histogram) {
        Histogram copy = histogram.copy();
        if (copy.getTotalCount() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Quantiles(
                copy.getValueAtPercentile(50) / 1000.0,
                copy.getValueAtPercentile(99) / 1000.0,
                copy.getMaxValue() / 1000.0));
    }
}
