package dev.poolwarden.telemetry;

import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.Rejection;
import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long callers wait at the gate and hold their connections, since the start, to two digits, up to ten minutes. Recording
 * is free of waits; reading copies. Thread-safe.
 */
public final class Timings implements GateListener {

    private static final long MOST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final ConcurrentHistogram waits = new ConcurrentHistogram(MOST_MICROS, 2);
    private final ConcurrentHistogram holds = new ConcurrentHistogram(MOST_MICROS, 2);

    /** Quantiles in ms; empty histograms answer zeros. */
    public record Quantiles(double p50, double p99, double max) {}

    @Override
    public void admitted(Duration waited) {
        record(waits, waited);
    }

    @Override
    public void rejected(Rejection rejection) {
        record(waits, rejection.waited());
    }

    @Override
    public void released(Duration held) {
        record(holds, held);
    }

    public Quantiles waits() {
        return quantiles(waits);
    }

    public Quantiles holds() {
        return quantiles(holds);
    }

    private static void record(ConcurrentHistogram histogram, Duration time) {
        histogram.recordValue(Math.min(MOST_MICROS, time.toNanos() / 1000));
    }

    private static Quantiles quantiles(Histogram histogram) {
        Histogram copy = histogram.copy();
        return new Quantiles(
                copy.getValueAtPercentile(50) / 1000.0,
                copy.getValueAtPercentile(99) / 1000.0,
                copy.getMaxValue() / 1000.0);
    }
}
