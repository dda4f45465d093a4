package dev.poolwarden.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlingPlannerTest {

    private final ThrottlingPlanner planner = new ThrottlingPlanner(ThrottlingSettings.DEFAULTS);

    private static Assessment assessment(Pressure pressure) {
        return new Assessment(pressure, pressure == Pressure.LOW ? List.of() : List.of(Reason.RECOVERING));
    }

    @ParameterizedTest
    @CsvSource({
        "LOW, NORMAL, HEALTHY, 10, 100, 100, 0, false",
        "MODERATE, MODERATE, DEGRADED, 7, 70, 400, 1, false",
        "HIGH, AGGRESSIVE, DEGRADED, 3, 30, 1000, 2, false",
        "CRITICAL, EMERGENCY, CRITICAL, 1, 5, 2000, 12, true"
    })
    void tells_each_level_what_the_contract_says(
            Pressure pressure,
            ThrottlingLevel level,
            HealthStatus health,
            int concurrent,
            int perMinute,
            int delay,
            int retryAfter,
            boolean emergency) {
        ThrottlingConfig config = planner.plan(assessment(pressure), false);

        assertThat(config.level()).isEqualTo(level);
        assertThat(config.health()).isEqualTo(health);
        assertThat(config.budget()).isEqualTo(new Budget(concurrent, perMinute, delay));
        assertThat(config.retryAfterSeconds()).isEqualTo(retryAfter);
        assertThat(config.emergencyModeActive()).isEqualTo(emergency);
        assertThat(config.circuitBreakerOpen()).isFalse();
        assertThat(List.of(config.pollAfterSeconds(), config.validForSeconds())).containsExactly(30, 90);
    }

    @Test
    void says_whether_the_breaker_is_open() {
        assertThat(planner.plan(assessment(Pressure.CRITICAL), true).circuitBreakerOpen())
                .isTrue();
    }

    @Test
    void two_plans_for_the_same_judgement_are_equal() {
        assertThat(planner.plan(assessment(Pressure.HIGH), false))
                .isEqualTo(planner.plan(assessment(Pressure.HIGH), false))
                .hasSameHashCodeAs(planner.plan(assessment(Pressure.HIGH), false));
    }

    @Test
    void a_plan_differs_when_a_reason_does() {
        Assessment usage = new Assessment(Pressure.HIGH, List.of(Reason.USAGE_HIGH));

        assertThat(planner.plan(usage, false)).isNotEqualTo(planner.plan(assessment(Pressure.HIGH), false));
    }

    @Test
    void a_config_does_not_change_with_the_list_it_was_made_of() {
        List<Reason> reasons = new ArrayList<>(List.of(Reason.USAGE_HIGH));
        ThrottlingConfig config = planner.plan(new Assessment(Pressure.HIGH, reasons), false);

        reasons.clear();

        assertThat(config.reasons()).containsExactly(Reason.USAGE_HIGH);
    }
}
