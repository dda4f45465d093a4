package dev.poolwarden.pressure;

import static dev.poolwarden.pressure.Pressure.CRITICAL;
import static dev.poolwarden.pressure.Pressure.HIGH;
import static dev.poolwarden.pressure.Pressure.LOW;
import static dev.poolwarden.pressure.Pressure.MODERATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PressureHysteresisTest {

    private final Readings readings = new Readings();

    @Test
    void one_window_above_a_threshold_raises_nothing() {
        readings.usage(50, 5);

        assertThat(readings.usage(95).pressure()).isEqualTo(LOW);
        assertThat(readings.usage(50, 2).pressure()).isEqualTo(LOW);
        assertThat(readings.usage(95).pressure())
                .as("the first of the two is forgotten")
                .isEqualTo(LOW);
    }

    @Test
    void two_of_three_windows_raise_the_level() {
        readings.usage(50, 5);
        readings.usage(75);
        readings.usage(50);

        assertThat(readings.usage(75).pressure()).isEqualTo(MODERATE);
    }

    @Test
    void two_windows_raise_to_what_both_reach() {
        readings.usage(50, 5);
        readings.usage(95);

        assertThat(readings.usage(82).pressure()).isEqualTo(HIGH);
    }

    @Test
    void a_level_that_falls_after_one_second_is_raised_all_the_same() {
        var quick = new Readings(new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(1)));
        quick.usage(50, 5);

        assertThat(quick.usage(95, 2).pressure()).isEqualTo(CRITICAL);
        assertThat(quick.usage(50).pressure()).as("two of the last three").isEqualTo(CRITICAL);
        assertThat(quick.usage(50).pressure()).isEqualTo(LOW);
    }

    @ParameterizedTest
    @CsvSource({"95, 80, CRITICAL", "85, 69.9, HIGH", "75, 59.9, MODERATE"})
    void the_level_falls_after_thirty_seconds_below_the_threshold_less_ten(double high, double low, Pressure raised) {
        readings.usage(high, 2);

        assertThat(readings.usage(low, 29).pressure()).isEqualTo(raised);
        assertThat(readings.usage(low).pressure()).isLessThan(raised);
    }

    @ParameterizedTest
    @CsvSource({"95, 80.1, CRITICAL", "85, 70, HIGH", "75, 60, MODERATE"})
    void the_level_stands_while_usage_is_less_than_ten_points_below(double high, double low, Pressure raised) {
        readings.usage(high, 2);

        assertThat(readings.usage(low, 300).pressure()).isEqualTo(raised);
    }

    @Test
    void the_level_falls_straight_to_what_the_last_thirty_seconds_support() {
        readings.usage(95, 2);
        readings.usage(30, 10);
        readings.usage(65);

        assertThat(readings.usage(30, 18).pressure()).isEqualTo(CRITICAL);
        assertThat(readings.usage(30).pressure()).isEqualTo(MODERATE);
        assertThat(readings.usage(30, 10).pressure()).isEqualTo(MODERATE);
        assertThat(readings.usage(30).pressure()).isEqualTo(LOW);
    }

    @Test
    void a_single_relapse_begins_the_thirty_seconds_anew() {
        readings.usage(95, 2);
        readings.usage(10, 29);
        readings.usage(85);

        assertThat(readings.usage(10, 29).pressure()).isEqualTo(CRITICAL);
        assertThat(readings.usage(10).pressure()).isEqualTo(LOW);
    }

    @Test
    void a_ramp_up_and_down_enters_no_level_twice() {
        List<Pressure> entered = new ArrayList<>();
        IntStream.concat(
                        IntStream.rangeClosed(0, 1000),
                        IntStream.rangeClosed(0, 1400).map(i -> 1000 - i))
                .mapToObj(tenths -> readings.usage(Math.max(0, tenths / 10.0)).pressure())
                .filter(level -> entered.isEmpty() || entered.get(entered.size() - 1) != level)
                .forEach(entered::add);

        assertThat(entered).containsExactly(LOW, MODERATE, HIGH, CRITICAL, HIGH, MODERATE, LOW);
    }

    @Test
    void what_was_critical_at_once_recovers_after_thirty_seconds() {
        readings.database(10, Readings.away(Trouble.AWAY));

        assertThat(readings.usage(10, 29)).isEqualTo(new Assessment(CRITICAL, List.of(Reason.RECOVERING)));
        assertThat(readings.usage(10)).isEqualTo(new Assessment(LOW, List.of()));
    }

    @Test
    void rejections_explain_the_level_for_as_long_as_they_hold_it() {
        readings.rejecting(10, 5);

        assertThat(readings.usage(10, 29)).isEqualTo(new Assessment(CRITICAL, List.of(Reason.REQUESTS_REJECTED)));
        assertThat(readings.usage(10)).isEqualTo(new Assessment(LOW, List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void reasons_explain_every_level(long seed) {
        var random = new SplittableRandom(seed);
        for (int second = 0; second < 2_000; second++) {
            Assessment now = switch (random.nextInt(60)) {
                case 0 -> readings.rejecting(random.nextDouble(120), 1);
                case 1 -> readings.breakerOpen(random.nextDouble(120));
                case 2 -> readings.database(random.nextDouble(120), Readings.away(Trouble.FULL));
                default -> readings.usage(random.nextDouble(95));
            };
            Pressure explained = now.reasons().stream().map(Reason::pressure).reduce(LOW, Pressure::or);
            boolean recovering = now.reasons().contains(Reason.RECOVERING);
            assertThat(recovering ? explained.compareTo(now.pressure()) < 0 : explained == now.pressure())
                    .as("%s", now)
                    .isTrue();
        }
    }
}
