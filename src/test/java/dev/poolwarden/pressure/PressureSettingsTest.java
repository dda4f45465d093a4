package dev.poolwarden.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureSettingsTest {

    @Test
    void the_defaults_are_those_of_the_contract() {
        assertThat(PressureSettings.DEFAULTS)
                .isEqualTo(new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.2, 0.3, 0, 1, 1, 1", "98, 99, 100, 97.9, 60, 60, 600"})
    void accepts_values_up_to_their_bounds(
            double moderate, double high, double critical, double margin, int windows, int of, int seconds) {
        assertThatCode(() -> settings(moderate, high, critical, margin, windows, of, seconds))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 80, 90, 10, 2, 3, 30, pressure.moderate",
        "80, 80, 90, 10, 2, 3, 30, must rise",
        "70, 90, 90, 10, 2, 3, 30, must rise",
        "70, 80, 100.1, 10, 2, 3, 30, up to 100",
        "NaN, 80, 90, 10, 2, 3, 30, pressure.moderate",
        "70, 80, 90, -1, 2, 3, 30, pressure.margin",
        "70, 80, 90, 70, 2, 3, 30, pressure.margin",
        "70, 80, 90, NaN, 2, 3, 30, pressure.margin",
        "70, 80, 90, 10, 0, 3, 30, pressure.raise-windows",
        "70, 80, 90, 10, 4, 3, 30, pressure.raise-windows",
        "70, 80, 90, 10, 2, 61, 30, pressure.raise-windows",
        "70, 80, 90, 10, 2, 3, 0, pressure.fall-after",
        "70, 80, 90, 10, 2, 3, 601, pressure.fall-after"
    })
    void names_the_setting_that_is_out_of_bounds(
            double moderate,
            double high,
            double critical,
            double margin,
            int windows,
            int of,
            int seconds,
            String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(moderate, high, critical, margin, windows, of, seconds))
                .withMessageContaining(named);
    }

    private static PressureSettings settings(
            double moderate, double high, double critical, double margin, int windows, int of, int seconds) {
        return new PressureSettings(moderate, high, critical, margin, windows, of, Duration.ofSeconds(seconds));
    }
}
