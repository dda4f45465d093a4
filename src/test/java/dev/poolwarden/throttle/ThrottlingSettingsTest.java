package dev.poolwarden.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlingSettingsTest {

    private static final Map<ThrottlingLevel, Budget> BUDGETS = ThrottlingSettings.DEFAULTS.budgets();

    @ParameterizedTest
    @CsvSource({"1, 5, 100", "10, 100, 2000"})
    void accepts_budgets_up_to_their_bounds(int concurrent, int perMinute, int delay) {
        assertThatCode(() -> new Budget(concurrent, perMinute, delay)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 50, 500, max-concurrent-requests is 0; allowed is 1 to 10",
        "11, 50, 500, max-concurrent-requests is 11",
        "5, 4, 500, max-requests-per-minute is 4; allowed is 5 to 100",
        "5, 101, 500, max-requests-per-minute is 101",
        "5, 50, 99, request-delay-ms is 99; allowed is 100 to 2000",
        "5, 50, 2001, request-delay-ms is 2001"
    })
    void names_the_part_of_a_budget_that_is_out_of_bounds(int concurrent, int perMinute, int delay, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(concurrent, perMinute, delay))
                .withMessageContaining(named);
    }

    @Test
    void every_level_needs_a_budget() {
        Map<ThrottlingLevel, Budget> incomplete = new EnumMap<>(BUDGETS);
        incomplete.remove(ThrottlingLevel.MODERATE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThrottlingSettings(incomplete, 30, 90))
                .withMessageContaining("every level needs one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThrottlingSettings(Map.of(), 30, 90))
                .withMessageContaining("every level needs one");
    }

    @Test
    void budgets_cannot_be_changed_afterwards() {
        assertThatThrownBy(() -> BUDGETS.remove(ThrottlingLevel.NORMAL))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(ThrottlingSettings.DEFAULTS.budgets()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90, throttle.poll-after",
        "3601, 9000, throttle.poll-after",
        "30, 30, throttle.valid-for",
        "30, 86401, throttle.valid-for"
    })
    void names_the_setting_that_is_out_of_bounds(int pollAfter, int validFor, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThrottlingSettings(BUDGETS, pollAfter, validFor))
                .withMessageContaining(named);
    }
}
