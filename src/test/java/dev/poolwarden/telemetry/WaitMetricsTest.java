package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitMetricsTest {

    private final Timings timings = new Timings();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private double within(String seconds) {
        new WaitMetrics(timings).bindTo(registry);
        return registry.get("poolwarden.waits")
                .tag("le", seconds)
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.005, 2", "0.01, 3", "0.5, 3", "1.0, 4", "60.0, 4", "+Inf, 5"})
    void each_bound_counts_the_waits_that_ended_within_it(String seconds, double callers) {
        timings.admitted(0);
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(4));
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(10));
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(600));
        timings.admitted(TimeUnit.HOURS.toNanos(1));

        assertThat(within(seconds)).isEqualTo(callers);
    }

    @Test
    void holds_are_no_waits() {
        timings.released(1_000_000);

        assertThat(within("+Inf")).isZero();
    }
}
