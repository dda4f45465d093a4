package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FitReportTest {

    private final ManualClock clock = new ManualClock();
    private final List<Fit> told = new ArrayList<>();
    private final FitReport report = new FitReport(told::add);

    @Test
    void is_told_as_soon_as_it_is_known() {
        report.compare(new Unknown(), clock.getAsLong());
        report.compare(MonitorRig.AWAY, clock.getAsLong());
        report.compare(MonitorRig.HERE, clock.getAsLong());
        assertThat(told).isEmpty();

        report.compare(othersUse(0), clock.getAsLong());
        assertThat(told).containsExactly(fit(0));
    }

    @Test
    void a_change_is_told_at_the_minutes_comparison_and_not_before() {
        report.compare(othersUse(0), clock.getAsLong());
        seconds(59, 5);
        assertThat(told).containsExactly(fit(0));
        seconds(1, 5);
        assertThat(told).containsExactly(fit(0), fit(5));
        seconds(59, 6);
        assertThat(told).hasSize(2);
        seconds(1, 6);
        assertThat(told).containsExactly(fit(0), fit(5), fit(6));
    }

    @Test
    void who_comes_and_goes_between_two_comparisons_is_no_news() {
        report.compare(othersUse(0), clock.getAsLong());
        seconds(30, 5);
        seconds(600, 0);
        assertThat(told).containsExactly(fit(0));
    }

    @Test
    void what_is_unknown_when_it_is_time_is_compared_as_soon_as_it_is_known_again() {
        report.compare(othersUse(0), clock.getAsLong());
        clock.advance(Duration.ofSeconds(90));
        report.compare(MonitorRig.AWAY, clock.getAsLong());
        seconds(1, 5);
        assertThat(told).containsExactly(fit(0), fit(5));
    }

    private void seconds(int seconds, int others) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            report.compare(othersUse(others), clock.getAsLong());
        }
    }

    private static DatabaseReading othersUse(int others) {
        return new Reachable(
                Duration.ofMillis(1),
                OptionalInt.of(20),
                OptionalInt.of(9),
                List.of(),
                Optional.empty(),
                Optional.of(fit(others)),
                false);
    }

    private static Fit fit(int others) {
        return new Fit(20, 10, List.of(new Limit(Scope.SERVER, 20, 3, others, 2)));
    }
}
