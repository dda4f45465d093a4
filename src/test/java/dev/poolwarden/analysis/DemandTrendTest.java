package dev.poolwarden.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class DemandTrendTest {

    private static final int MINUTE = 60;

    private final DemandTrend trend = new DemandTrend();

    private void after(int seconds, IntToDoubleFunction demand) {
        for (int second = 0; second < seconds; second++) {
            trend.learn(demand.applyAsDouble(second), 1);
        }
    }

    private double in(int seconds) {
        return trend.after(seconds).orElseThrow();
    }

    @Test
    void nothing_is_known_before_a_minute_was_seen() {
        after(59, second -> 4);
        assertThat(trend.after(MINUTE)).isEmpty();
        after(1, second -> 4);
        assertThat(trend.after(MINUTE)).hasValue(4);
    }

    @Test
    void a_steady_demand_stays_what_it_is() {
        after(15 * MINUTE, second -> 12);
        assertThat(in(5 * MINUTE)).isCloseTo(12, within(1e-6));
    }

    /** Three connections more each minute. */
    @Test
    void a_demand_that_rises_is_carried_on_for_less_the_further_ahead() {
        after(15 * MINUTE, second -> second / 20.0);
        double now = 45;
        assertThat(in(MINUTE)).isBetween(now + 0.5, now + 3);
        assertThat(in(2 * MINUTE)).isBetween(now + 2, now + 6);
        assertThat(in(5 * MINUTE)).isBetween(now + 4.5, now + 15);
        assertThat(in(2 * MINUTE) - in(MINUTE)).isLessThan(in(MINUTE) - in(0));
    }

    @Test
    void a_demand_that_falls_is_carried_on_too_but_never_below_nothing() {
        after(10 * MINUTE, second -> Math.max(0, 60 - second / 10.0));
        assertThat(in(5 * MINUTE)).isZero();
        after(10 * MINUTE, second -> 60 - second / 20.0);
        assertThat(in(MINUTE)).isLessThan(30);
    }

    @Test
    void noise_around_a_mean_foretells_little() {
        SplittableRandom random = new SplittableRandom(7);
        for (int minute = 0; minute < 60; minute++) {
            after(MINUTE, second -> 8 + random.nextDouble(16));
            if (minute > 0) {
                assertThat(in(5 * MINUTE)).isBetween(13.0, 19.0);
            }
        }
    }

    @Test
    void a_burst_of_seconds_is_soon_over() {
        after(10 * MINUTE, second -> 4);
        after(5, second -> 60);
        after(3 * MINUTE, second -> 4);
        assertThat(in(5 * MINUTE)).isCloseTo(4, within(3.0));
    }

    @Test
    void what_was_forgotten_is_unknown_for_another_minute() {
        after(10 * MINUTE, second -> second / 10.0);
        trend.forget();
        assertThat(trend.after(MINUTE)).isEmpty();
        after(MINUTE, second -> 4);
        assertThat(trend.after(5 * MINUTE)).hasValue(4);
    }

    @Test
    void samples_of_any_length_are_told_by_their_time() {
        for (int sample = 0; sample < 60; sample++) {
            trend.learn(sample % 2 == 0 ? 30 : 5, sample % 2 == 0 ? 1 : 9);
        }
        assertThat(in(MINUTE)).isCloseTo(7.5, within(1e-6));
    }
}
