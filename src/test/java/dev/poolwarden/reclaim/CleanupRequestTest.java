package dev.poolwarden.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.CleanupRequest.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static CleanupRequest request(By by, boolean dryRun, boolean override) {
        return new CleanupRequest(CleanupMode.IDLE, dryRun, "", 1, override, by);
    }

    @Test
    void an_operators_request_cools_down_unless_it_only_looks_or_overrides() {
        By ada = By.operator("ada");

        assertThat(request(ada, false, false).coolsDown()).isTrue();
        assertThat(request(ada, true, false).coolsDown()).isFalse();
        assertThat(request(ada, false, true).coolsDown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void anyones_request_cools_down_whatever_it_asks(boolean dryRun, boolean override) {
        assertThat(request(By.ANYONE, dryRun, override).coolsDown()).isTrue();
    }

    @Test
    void what_poolwarden_asks_of_itself_is_for_real_unbounded_and_does_not_cool_down() {
        CleanupRequest automatic = CleanupRequest.automatic("a test");

        assertThat(automatic.coolsDown()).isFalse();
        assertThat(automatic.dryRun()).isFalse();
        assertThat(automatic.mode()).isEqualTo(CleanupMode.AUTOMATIC);
        assertThat(automatic.max()).isEqualTo(CleanupRequest.MOST);
        assertThat(automatic.by().kind()).isEqualTo(Kind.ITSELF);
    }

    @Test
    void nobody_may_ask_by_hand_for_what_happens_by_itself() {
        assertThat(CleanupMode.byHand())
                .containsExactly(CleanupMode.IDLE, CleanupMode.LEAKED, CleanupMode.GRACEFUL, CleanupMode.ALL);
    }

    @Test
    void outcomes_add_up_figure_by_figure() {
        CleanupOutcome sum = new CleanupOutcome(1, 2, 3, 4).plus(new CleanupOutcome(10, 20, 30, 40));

        assertThat(sum).isEqualTo(new CleanupOutcome(11, 22, 33, 44));
        assertThat(sum.plus(CleanupOutcome.NOTHING)).isEqualTo(sum);
    }
}
