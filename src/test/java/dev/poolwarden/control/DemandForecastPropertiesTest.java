package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of every forecast, whatever the demand and whenever it is told. */
class DemandForecastPropertiesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** @param passed since the sample before, in ns; zero and below where a clock stalls */
    private record Sample(double demand, long passed, int capacity) {}

    @Provide
    Arbitrary<List<Sample>> anything() {
        Arbitrary<Double> demand = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 3000),
                Arbitraries.of(0.0, -0.0, 1e-300, 1e300, -5.0, Double.NaN, Double.POSITIVE_INFINITY));
        Arbitrary<Long> passed = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.longs().between(SECOND / 20, 2 * SECOND)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(-SECOND, 1)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(SECOND, 36_000 * SECOND)));
        Arbitrary<Integer> capacity = Arbitraries.of(0, 1, 8, 30, 2000);
        return Combinators.combine(demand, passed, capacity)
                .as(Sample::new)
                .list()
                .ofMaxSize(60);
    }

    @Property
    void it_is_within_the_capacity_after_any_history(@ForAll("anything") List<Sample> history) {
        DemandForecast forecast = new DemandForecast(Duration.ofSeconds(1));
        long now = 0;
        for (Sample each : history) {
            now += each.passed();
            forecast.learn(each.demand(), each.capacity(), now);
            if (!Double.isNaN(each.demand())) {
                assertThat(forecast.connections().orElseThrow()).isBetween(0, each.capacity());
            }
        }
    }

    @Property
    void any_history_is_outlived(
            @ForAll("anything") List<Sample> history, @ForAll @DoubleRange(max = 100) double demand) {
        DemandForecast forecast = new DemandForecast(Duration.ofSeconds(1));
        long now = 0;
        for (Sample each : history) {
            now += each.passed();
            forecast.learn(each.demand(), each.capacity(), now);
        }
        for (int second = 0; second < 60; second++) {
            now += SECOND;
            forecast.learn(demand, 2000, now);
        }
        assertThat(forecast.connections().orElseThrow())
                .isBetween(needed(demand), needed(demand) + 1); // a trend that has all but gone may round up
    }

    @Property
    void a_ramp_is_foreseen_before_it_comes(
            @ForAll @IntRange(min = 0, max = 50) int from, @ForAll @DoubleRange(min = 0.1, max = 20) double slope) {
        DoubleUnaryOperator ramp = at -> from + slope * at;
        assertThat(after(20, ramp)).isBetween(needed(ramp.applyAsDouble(21)), needed(ramp.applyAsDouble(24)));
    }

    @Property
    void a_sine_is_covered_at_its_top_and_not_overshot_by_half(
            @ForAll @IntRange(min = 5, max = 100) int mean, @ForAll @IntRange(min = 30, max = 600) int period) {
        DoubleUnaryOperator sine = at -> mean * (1 - 0.9 * Math.cos(2 * Math.PI * at / period));
        int top = period / 2;
        assertThat(after(top + 1, sine))
                .isBetween(needed(sine.applyAsDouble(top)) - 1, needed(1.5 * sine.applyAsDouble(top)));
    }

    @Property
    void a_burst_leaves_nothing_behind_after_ten_seconds(
            @ForAll @DoubleRange(max = 50) double quiet,
            @ForAll @DoubleRange(max = 2000) double height,
            @ForAll @IntRange(min = 1, max = 5) int length) {
        DoubleUnaryOperator burst = at -> at >= 20 && at < 20 + length ? height : quiet;
        assertThat(after(20 + length + 10, burst)).isBetween(needed(quiet), needed(quiet) + 2);
    }

    /** With a sample a second, the first at 0. */
    private static int after(int samples, DoubleUnaryOperator demand) {
        DemandForecast forecast = new DemandForecast(Duration.ofSeconds(1));
        for (int second = 0; second < samples; second++) {
            forecast.learn(demand.applyAsDouble(second), 2000, second * SECOND);
        }
        return forecast.connections().orElseThrow();
    }

    private static int needed(double demand) {
        return (int) Math.ceil(demand + 3 * Math.sqrt(demand));
    }
}
