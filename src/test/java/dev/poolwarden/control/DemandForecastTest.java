package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemandForecastTest {

    private static final int CAPACITY = 100;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final DemandForecast forecast = new DemandForecast(Duration.ofSeconds(1));
    private long now = Long.MAX_VALUE - 5 * SECOND; // nanosecond clocks may come round

    private int after(int seconds, IntToDoubleFunction demand) {
        for (int second = 0; second < seconds; second++) {
            now += SECOND;
            forecast.learn(demand.applyAsDouble(second), CAPACITY, now);
        }
        return forecast.connections().orElseThrow();
    }

    @Test
    void before_the_first_sample_nothing_is_known() {
        assertThat(forecast.connections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 4", "4, 10", "9, 18", "10.1, 20", "95, 100"})
    void a_steady_demand_needs_three_roots_more_than_its_mean(double demand, int needed) {
        assertThat(after(1, second -> demand)).isEqualTo(needed);
        assertThat(after(60, second -> demand)).isEqualTo(needed);
    }

    @Test
    void a_demand_that_rises_is_foreseen_three_seconds_ahead() {
        int needed = after(20, second -> 2 * second);
        double then = 2 * (19 + 3);
        assertThat(needed).isBetween((int) (then + 3 * Math.sqrt(then)) - 1, (int) (then + 3 * Math.sqrt(then)) + 2);
    }

    @Test
    void a_demand_that_falls_is_not_foreseen_to_fall_further() {
        after(20, second -> 80 - 2 * second);
        assertThat(forecast.connections().orElseThrow())
                .isGreaterThanOrEqualTo((int) Math.ceil(42 + 3 * Math.sqrt(42)));
    }

    @Test
    void a_step_is_known_within_two_seconds_and_overshot_for_a_few() {
        after(30, second -> 4);
        assertThat(after(2, second -> 25)).isGreaterThanOrEqualTo(40);
        assertThat(after(8, second -> 25)).isBetween(40, 43);
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 100, 1e9, Double.POSITIVE_INFINITY})
    void a_spike_of_one_second_is_over_soon_however_high(double height) {
        int before = after(30, second -> 4);
        after(1, second -> height);
        assertThat(after(5, second -> 4)).isBetween(before, before + 3);
    }

    @Test
    void silence_needs_nothing() {
        after(30, second -> 50);
        assertThat(after(15, second -> 0)).isBetween(0, 1);
    }

    @Test
    void noise_around_a_mean_is_no_trend() {
        var random = new java.util.SplittableRandom(7);
        after(30, second -> 16);
        for (int second = 0; second < 300; second++) {
            assertThat(after(1, any -> 14 + random.nextDouble(4))).isBetween(14 + 11, 18 + 13 + 6);
        }
    }

    @Test
    void a_rise_before_a_pause_is_not_continued_over_it() {
        after(10, second -> 4 * second);
        now += Duration.ofMinutes(1).toNanos();
        assertThat(after(1, second -> 16)).isEqualTo(16 + 12);
    }

    @Test
    void a_pause_that_the_samples_are_used_to_is_none() {
        DemandForecast slow = new DemandForecast(Duration.ofSeconds(10));
        for (int sample = 0; sample < 10; sample++) {
            now += 10 * SECOND;
            slow.learn(sample, CAPACITY, now);
        }
        assertThat(slow.connections().orElseThrow()).isGreaterThan((int) Math.ceil(9 + 3 * Math.sqrt(9)));
    }

    @Test
    void a_clock_that_stands_still_or_goes_back_changes_nothing() {
        after(10, second -> second);
        OptionalInt before = forecast.connections();
        forecast.learn(50, CAPACITY, now);
        assertThat(forecast.connections()).isEqualTo(before);
        forecast.learn(50, CAPACITY, now - SECOND);
        now -= SECOND;
        assertThat(after(1, second -> 10)).isLessThan(CAPACITY);
    }

    @Test
    void what_is_no_number_is_not_heard() {
        int before = after(10, second -> 8);
        assertThat(after(1, second -> Double.NaN)).isEqualTo(before);
    }

    @Test
    void what_was_forgotten_is_unknown_until_the_next_sample() {
        after(10, second -> 4 * second);
        forecast.forget();
        assertThat(forecast.connections()).isEmpty();
        assertThat(after(1, second -> 4)).isEqualTo(4 + 6);
    }

    @Test
    void a_smaller_capacity_bounds_it_at_once() {
        after(10, second -> 50);
        forecast.learn(50, 8, now + SECOND);
        assertThat(forecast.connections()).hasValue(8);
        forecast.learn(50, 0, now + 2 * SECOND);
        assertThat(forecast.connections()).hasValue(0);
    }
}
