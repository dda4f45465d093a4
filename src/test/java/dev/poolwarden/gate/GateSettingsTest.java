package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateSettingsTest {

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

    @ParameterizedTest
    @CsvSource({
        "-1, 25, 5, gate.essential-share is -1",
        "51, 25, 5, gate.essential-share is 51",
        "5, 91, 5, gate.interactive-share is 91",
        "5, 25, 51, gate.floor-share is 51",
        "NaN, 25, 5, gate.essential-share is NaN"
    })
    void names_the_share_that_is_out_of_bounds(double essential, double interactive, double floor, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateSettings(8, Duration.ZERO, Duration.ZERO, 10, essential, interactive, floor))
                .withMessageContaining(named)
                .withMessageContaining("allowed is 0 to");
    }

    private static GateSettings settings(int limit, long maxMillis, long minMillis, int backlog) {
        return new GateSettings(limit, Duration.ofMillis(maxMillis), Duration.ofMillis(minMillis), backlog);
    }
}
