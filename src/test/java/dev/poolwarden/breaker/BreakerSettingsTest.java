package dev.poolwarden.breaker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerSettingsTest {

    @ParameterizedTest
    @CsvSource({"0.1, 1, 1, 1, 1", "100, 10000, 10000, 60, 60", "50, 50, 10, 2, 2"})
    void accepts_values_up_to_their_bounds(double percent, int window, int calls, int failed, int succeeded) {
        assertThatCode(() -> new DatabaseBreaker(new BreakerSettings(percent, window, calls, failed, succeeded)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 50, 10, 2, 2, breaker.failure-percent",
        "100.1, 50, 10, 2, 2, breaker.failure-percent",
        "NaN, 50, 10, 2, 2, breaker.failure-percent",
        "50, 0, 1, 2, 2, breaker.window",
        "50, 10001, 10, 2, 2, breaker.window",
        "50, 50, 0, 2, 2, breaker.minimum-calls",
        "50, 50, 51, 2, 2, breaker.minimum-calls",
        "50, 50, 10, 0, 2, breaker.failed-probes",
        "50, 50, 10, 61, 2, breaker.failed-probes",
        "50, 50, 10, 2, 0, breaker.successful-probes",
        "50, 50, 10, 2, 61, breaker.successful-probes"
    })
    void names_the_setting_that_is_out_of_bounds(
            double percent, int window, int calls, int failed, int succeeded, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreakerSettings(percent, window, calls, failed, succeeded))
                .withMessageContaining(named);
    }
}
