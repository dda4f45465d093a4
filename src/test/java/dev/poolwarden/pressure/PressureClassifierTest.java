package dev.poolwarden.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureClassifierTest {

    private final Readings readings = new Readings();

    @ParameterizedTest
    @CsvSource({
        "0, LOW, HEALTHY",
        "69.9, LOW, HEALTHY",
        "70, MODERATE, DEGRADED",
        "79.9, MODERATE, DEGRADED",
        "80, HIGH, DEGRADED",
        "90, HIGH, DEGRADED",
        "90.1, CRITICAL, CRITICAL",
        "250, CRITICAL, CRITICAL"
    })
    void the_first_reading_sets_the_level_by_the_thresholds(double usage, Pressure pressure, HealthStatus health) {
        Assessment first = readings.usage(usage);

        assertThat(first.pressure()).isEqualTo(pressure);
        assertThat(first.health()).isEqualTo(health);
    }

    @ParameterizedTest
    @CsvSource({"0, ", "69.9, ", "70, USAGE_MODERATE", "80, USAGE_HIGH", "90.1, USAGE_CRITICAL"})
    void a_level_by_usage_names_that_usage(double usage, Reason reason) {
        assertThat(readings.usage(usage).reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    @ParameterizedTest
    @CsvSource({"AWAY, DATABASE_UNREACHABLE", "FULL, DATABASE_FULL", "LOGIN_REFUSED, DATABASE_LOGIN_REFUSED"})
    void a_database_in_trouble_is_critical_at_once(Trouble trouble, Reason reason) {
        readings.usage(10, 60);

        Assessment away = readings.database(10, Readings.away(trouble));

        assertThat(away).isEqualTo(new Assessment(Pressure.CRITICAL, List.of(reason)));
    }

    @Test
    void an_unknown_database_is_never_healthy() {
        assertThat(readings.database(0, new Unknown()))
                .isEqualTo(new Assessment(Pressure.CRITICAL, List.of(Reason.DATABASE_UNKNOWN)));
    }

    @Test
    void an_open_breaker_is_critical_at_once() {
        readings.usage(10);

        assertThat(readings.breakerOpen(10)).isEqualTo(new Assessment(Pressure.CRITICAL, List.of(Reason.BREAKER_OPEN)));
    }

    @Test
    void one_rejection_is_critical_at_once_whatever_the_usage() {
        readings.usage(10);

        assertThat(readings.rejecting(10, 1))
                .isEqualTo(new Assessment(Pressure.CRITICAL, List.of(Reason.REQUESTS_REJECTED)));
    }

    @Test
    void a_server_that_grants_no_connection_is_full() {
        assertThat(readings.withoutCapacity())
                .isEqualTo(new Assessment(Pressure.CRITICAL, List.of(Reason.DATABASE_FULL)));
    }

    @Test
    void a_reading_without_a_window_of_demand_is_judged_by_the_rest() {
        assertThat(readings.withoutUsage().pressure()).isEqualTo(Pressure.LOW);
        assertThat(readings.breakerOpen(10).pressure()).isEqualTo(Pressure.CRITICAL);
    }

    @Test
    void every_cause_that_stands_is_named() {
        Assessment all = readings.database(95, Readings.away(Trouble.AWAY));
        assertThat(all.reasons()).containsExactly(Reason.DATABASE_UNREACHABLE, Reason.USAGE_CRITICAL);

        assertThat(readings.rejecting(95, 3).reasons())
                .containsExactly(Reason.REQUESTS_REJECTED, Reason.USAGE_CRITICAL);
    }

    @Test
    void a_level_without_a_reason_cannot_be_made() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Assessment(Pressure.HIGH, List.of()));
    }
}
