package dev.poolwarden.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reclaim.CleanupRequest.By;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupRequestTest {

    private static CleanupRequest request(String reason, int max) {
        return new CleanupRequest(CleanupMode.IDLE, false, reason, max, false, By.operator("ada"));
    }

    @Test
    void accepts_values_up_to_their_bounds() {
        assertThat(request("x".repeat(500), 10_000).reason()).hasSize(500);
        assertThat(request("", 1).max()).isEqualTo(1);
    }

    @Test
    void refuses_a_reason_that_is_too_long() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("x".repeat(501), 1))
                .withMessage("reason has 501 characters; allowed are 500");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001})
    void refuses_an_impossible_number_of_connections(int max) {
        assertThatIllegalArgumentException().isThrownBy(() -> request("", max)).withMessageContaining("max is " + max);
    }

    @Test
    void codes_are_lower_case() {
        assertThat(CleanupMode.GRACEFUL.code()).isEqualTo("graceful");
        assertThat(Evidence.SURPLUS.code()).isEqualTo("surplus");
    }
}
