package dev.poolwarden.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Load that hovers where a decision is made. What is published must not hover with it. */
class PressureNoiseTest {

    private static final int FIVE_MINUTES = 300;
    private static final int TEN_MINUTES = 600;

    /** The judgements that differ from the one before, reasons included. */
    private static List<Assessment> changes(int seconds, IntFunction<Assessment> judge) {
        List<Assessment> changes = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            Assessment now = judge.apply(second);
            if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(now)) {
                changes.add(now);
            }
        }
        return changes;
    }

    @ParameterizedTest
    @ValueSource(doubles = {70, 80, 90})
    void noise_around_a_threshold_raises_the_level_once(double threshold) {
        for (long seed = 0; seed < 10; seed++) {
            Readings readings = new Readings();
            SplittableRandom random = new SplittableRandom(seed);
            readings.usage(threshold - 5, 60);

            assertThat(changes(TEN_MINUTES, i -> readings.usage(threshold - 5 + random.nextDouble(10))))
                    .as("seed %d", seed)
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"75, 60", "85, 70", "95, 80"})
    void noise_around_where_a_level_ends_changes_nothing(double raised, double end) {
        for (long seed = 0; seed < 10; seed++) {
            Readings readings = new Readings();
            SplittableRandom random = new SplittableRandom(seed);
            Assessment before = readings.usage(raised, 5);

            assertThat(changes(TEN_MINUTES, i -> readings.usage(end - 5 + random.nextDouble(10))))
                    .as("seed %d", seed)
                    .containsExactly(before);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 65, 75, 80, 85})
    void a_busy_pool_at_any_steady_load_settles(double load) {
        for (long seed = 0; seed < 2; seed++) {
            var pool = new SimulatedPool(25, Duration.ofMillis(20), seed);
            var classifier = new PressureClassifier(PressureSettings.DEFAULTS);
            changes(30, i -> classifier.assess(pool.second(load)));

            assertThat(changes(FIVE_MINUTES, i -> classifier.assess(pool.second(load))))
                    .as("seed %d", seed)
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void a_day_of_load_up_and_down_changes_the_level_once_at_each_threshold() {
        var pool = new SimulatedPool(25, Duration.ofMillis(20), 3);
        var classifier = new PressureClassifier(PressureSettings.DEFAULTS);
        int day = 1_200; // seconds

        List<Pressure> levels =
                changes(day, i -> classifier.assess(pool.second(40 + 55 * Math.sin(Math.PI * i / day)))).stream()
                        .map(Assessment::pressure)
                        .toList();

        assertThat(levels).startsWith(Pressure.LOW).contains(Pressure.CRITICAL).endsWith(Pressure.LOW);
        assertThat(levelChanges(levels)).as("%s", levels).isLessThanOrEqualTo(6);
    }

    @Test
    void an_overload_is_called_critical_within_two_seconds() {
        var pool = new SimulatedPool(25, Duration.ofMillis(20), 1);
        var classifier = new PressureClassifier(PressureSettings.DEFAULTS);
        for (int second = 0; second < 30; second++) {
            classifier.assess(pool.second(40));
        }

        classifier.assess(pool.second(300));

        assertThat(classifier.assess(pool.second(300)).pressure()).isEqualTo(Pressure.CRITICAL);
    }

    private static long levelChanges(List<Pressure> levels) {
        long changes = 0;
        for (int i = 1; i < levels.size(); i++) {
            changes += levels.get(i) == levels.get(i - 1) ? 0 : 1;
        }
        return changes;
    }
}
