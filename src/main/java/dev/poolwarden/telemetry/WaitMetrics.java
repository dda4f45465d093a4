package dev.poolwarden.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How long callers waited, as the counters of a histogram: unlike quantiles since the start, they can be added up over
 * instances and taken over any window. {@code le} is the bound in seconds, as histogram_quantile wants it.
 */
public final class WaitMetrics implements MeterBinder {

    /** From a wait that nobody notices to the longest of the presets. */
    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

    private final Timings timings;

    public WaitMetrics(Timings timings) {
        this.timings = timings;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (double each : SECONDS) {
            bucket(registry, Double.toString(each), Math.round(each * 1_000_000));
        }
        bucket(registry, "+Inf", Long.MAX_VALUE);
    }

    private void bucket(MeterRegistry registry, String bound, long micros) {
        FunctionCounter.builder("poolwarden.waits", timings, from -> from.waitsWithin(micros))
                .description("Callers whose wait ended within so many seconds")
                .tag("le", bound)
                .register(registry);
    }
}
