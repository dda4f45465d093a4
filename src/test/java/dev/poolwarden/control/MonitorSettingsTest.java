package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorSettingsTest {

    @ParameterizedTest
    @CsvSource({"100, 100", "1000, 30000", "10000, 600000"})
    void accepts_values_up_to_their_bounds(long sample, long interval) {
        assertThatCode(() -> settings(sample, interval)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "99, 30000, monitor.sample-interval",
        "10001, 30000, monitor.sample-interval",
        "1000, 999, monitor.interval",
        "1000, 600001, monitor.interval"
    })
    void names_the_setting_that_is_out_of_bounds(long sample, long interval, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(sample, interval))
                .withMessageStartingWith(named);
    }

    private static MonitorSettings settings(long sampleMillis, long intervalMillis) {
        return new MonitorSettings(Duration.ofMillis(sampleMillis), Duration.ofMillis(intervalMillis), 25);
    }
}
