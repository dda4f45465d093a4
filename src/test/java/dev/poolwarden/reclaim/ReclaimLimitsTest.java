package dev.poolwarden.reclaim;

import static dev.poolwarden.reclaim.Connections.doing;
import static dev.poolwarden.reclaim.Connections.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reclaim.Backend.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReclaimLimitsTest {

    private static final Duration FINE = Duration.ofSeconds(10);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final ReclaimLimits limits = new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));

    @Test
    void accepts_a_second_and_a_day() {
        var limits = new ReclaimLimits(Duration.ofSeconds(1), Duration.ofHours(24));

        assertThat(limits.leakAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.idleInTransactionAfter()).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.999999999S", "PT24H0.000000001S"})
    void refuses_limits_beyond_their_bounds_by_their_settings_names(Duration limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReclaimLimits(limit, FINE))
                .withMessage("cleanup.leak-after is " + limit + "; allowed is 1 s to 24 h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReclaimLimits(FINE, limit))
                .withMessage("cleanup.idle-in-transaction-after is " + limit + "; allowed is 1 s to 24 h");
    }

    @Test
    void what_is_idle_outside_a_transaction_is_leaked_from_its_limit_on() {
        assertThat(limits.evidence(held(1, DAY, doing(Activity.IDLE, 29_999)))).isEmpty();
        assertThat(limits.evidence(held(1, DAY, doing(Activity.IDLE, 30_000)))).contains(Evidence.LEAKED);
    }

    @Test
    void what_is_idle_inside_a_transaction_has_its_own_limit() {
        assertThat(limits.evidence(held(1, DAY, doing(Activity.IDLE_IN_TRANSACTION, 9_999))))
                .isEmpty();
        assertThat(limits.evidence(held(1, DAY, doing(Activity.IDLE_IN_TRANSACTION, 10_000))))
                .contains(Evidence.IDLE_IN_TRANSACTION);
    }

    @Test
    void idleness_from_before_the_borrow_is_no_evidence() {
        assertThat(limits.evidence(held(1, 29_999, doing(Activity.IDLE, DAY)))).isEmpty();
    }

    @Test
    void a_holder_whose_backend_is_gone_may_notice_that_for_as_long_as_a_leak_takes() {
        assertThat(limits.evidence(held(1, 29_999, Backend.GONE))).isEmpty();
        assertThat(limits.evidence(held(1, 30_000, Backend.GONE))).contains(Evidence.DEAD);
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKING", "UNKNOWN"})
    void a_running_statement_and_silence_are_never_evidence(Activity activity) {
        assertThat(limits.evidence(held(1, DAY, doing(activity, DAY)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void what_nobody_holds_is_taken_from_nobody(Activity activity) {
        assertThat(limits.evidence(new PooledConnection(1, null, DAY, doing(activity, DAY))))
                .isEmpty();
    }
}
