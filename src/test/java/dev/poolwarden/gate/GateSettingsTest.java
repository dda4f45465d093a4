package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateSettingsTest {

    private static final long LONGEST = Duration.ofMillis(500).toNanos();
    private static final long FLOOR = Duration.ofMillis(50).toNanos();
    private static final GateSettings SETTINGS =
            new GateSettings(25, Duration.ofNanos(LONGEST), Duration.ofNanos(FLOOR), 100);

    private static Occupancy backlog(int waiting, long since) {
        return new Occupancy(25, 25, waiting, since, 0, since);
    }

    @Test
    void a_first_waiter_may_wait_longest() {
        assertThat(SETTINGS.waitNanos(backlog(0, 0), LONGEST * 10)).isEqualTo(LONGEST);
    }

    @Test
    void the_wait_shrinks_to_the_floor_once_a_backlog_has_stood_longer_than_the_longest_wait() {
        assertThat(SETTINGS.waitNanos(backlog(1, 0), LONGEST)).isEqualTo(LONGEST);
        assertThat(SETTINGS.waitNanos(backlog(1, 0), LONGEST + 1)).isEqualTo(FLOOR);
    }

    @Test
    void the_age_of_a_backlog_survives_the_overflow_of_nanos() {
        long since = Long.MAX_VALUE - 10;

        assertThat(SETTINGS.waitNanos(backlog(1, since), since + LONGEST)).isEqualTo(LONGEST);
        assertThat(SETTINGS.waitNanos(backlog(1, since), since + LONGEST + 1)).isEqualTo(FLOOR);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0", "10000, 600000, 600000, 100000", "25, 500, 50, 100"})
    void accepts_values_up_to_their_bounds(int limit, long max, long min, int backlog) {
        assertThatCode(() -> settings(limit, max, min, backlog)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 500, 50, 100, gate.max-concurrent is 0",
        "10001, 500, 50, 100, gate.max-concurrent is 10001",
        "25, -1, -1, 100, gate.max-wait",
        "25, 600001, 50, 100, gate.max-wait",
        "25, 500, -1, 100, gate.min-wait",
        "25, 500, 501, 100, gate.min-wait",
        "25, 500, 50, -1, gate.max-backlog is -1",
        "25, 500, 50, 100001, gate.max-backlog is 100001"
    })
    void names_the_setting_that_is_out_of_bounds(int limit, long max, long min, int backlog, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(limit, max, min, backlog))
                .withMessageContaining(named)
                .withMessageContaining("allowed is");
    }

    private static GateSettings settings(int limit, long maxMillis, long minMillis, int backlog) {
        return new GateSettings(limit, Duration.ofMillis(maxMillis), Duration.ofMillis(minMillis), backlog);
    }
}
