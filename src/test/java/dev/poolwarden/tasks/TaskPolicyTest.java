package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.pressure.HealthStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "1, 30, 600, 'tasks.stretch is 1; allowed is 2 to 1000'",
        "1001, 30, 600, 'tasks.stretch is 1001; allowed is 2 to 1000'",
        "4, 0, 600, 'tasks.max-delay is PT0S; allowed is 1 s to 10 min'",
        "4, 601, 600, 'tasks.max-delay is PT10M1S; allowed is 1 s to 10 min'",
        "4, 30, 0, 'tasks.longest-pause is PT0S; allowed is 1 s to 24 h'",
        "4, 30, 86401, 'tasks.longest-pause is PT24H1S; allowed is 1 s to 24 h'"
    })
    void an_impossible_value_is_named(int stretch, long delay, long pause, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskPolicy(
                        Deferral.RUN, Deferral.RUN, stretch, Duration.ofSeconds(delay), Duration.ofSeconds(pause)))
                .withMessage(message);
    }

    @Test
    void the_bounds_themselves_are_allowed() {
        new TaskPolicy(Deferral.RUN, Deferral.RUN, 2, Duration.ofSeconds(1), Duration.ofSeconds(1));
        new TaskPolicy(Deferral.RUN, Deferral.RUN, 1000, Duration.ofMinutes(10), Duration.ofHours(24));
    }

    @Test
    void a_task_may_ask_for_something_of_its_own() {
        TaskPolicy all =
                new TaskPolicy(Deferral.STRETCH, Deferral.SKIP, 4, Duration.ofSeconds(30), Duration.ofMinutes(10));
        assertThat(all.with(null, null, 0)).isEqualTo(all);
        TaskPolicy own = all.with(Deferral.RUN, Deferral.DELAY, 60);
        assertThat(own.at(HealthStatus.DEGRADED)).isEqualTo(Deferral.RUN);
        assertThat(own.at(HealthStatus.CRITICAL)).isEqualTo(Deferral.DELAY);
        assertThat(own.longestPause()).hasMinutes(1);
        assertThat(own.at(HealthStatus.HEALTHY)).isEqualTo(Deferral.RUN);
    }
}
