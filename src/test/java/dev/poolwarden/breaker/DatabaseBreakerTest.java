package dev.poolwarden.breaker;

import static dev.poolwarden.breaker.BreakerState.CLOSED;
import static dev.poolwarden.breaker.BreakerState.HALF_OPEN;
import static dev.poolwarden.breaker.BreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the defaults: opens at 50 % of at least 10 calls, or at two failed probes; closes at two successful ones. */
class DatabaseBreakerTest {

    private static final SQLException BROKEN = new SQLException("connection lost", "08006");

    private final DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
    private final List<BreakerState> states = new ArrayList<>();

    DatabaseBreakerTest() {
        breaker.onTransition(states::add);
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.failed(BROKEN);
        }
    }

    private void succeed(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.succeeded();
        }
    }

    @Test
    void opens_when_half_of_the_last_calls_failed() {
        succeed(10);
        fail(9);
        assertThat(breaker.isClosed()).isTrue();

        fail(1);

        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.snapshot()).isEqualTo(new BreakerSnapshot(OPEN, 50, 1));
        assertThat(states).containsExactly(OPEN);
    }

    @Test
    void wants_to_have_seen_enough_calls() {
        fail(9);
        assertThat(breaker.snapshot()).isEqualTo(new BreakerSnapshot(CLOSED, 0, 0));

        fail(1);

        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void looks_back_no_further_than_its_window() {
        succeed(1_000);

        fail(25);

        assertThat(breaker.isClosed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "40001", "22003", "57014"})
    void errors_of_statements_never_open_it(String state) {
        for (int i = 0; i < 200; i++) {
            breaker.failed(new SQLException("the statement's fault", state));
        }

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void two_failed_probes_open_it_without_any_traffic() {
        breaker.probeFailed();
        assertThat(breaker.isClosed()).isTrue();

        breaker.probeFailed();

        assertThat(breaker.snapshot().state()).isEqualTo(OPEN);
    }

    @Test
    void only_failed_probes_in_a_row_count() {
        breaker.probeFailed();
        breaker.probeSucceeded();
        breaker.probeFailed();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void successful_probes_half_open_and_then_close_it() {
        fail(10);

        breaker.probeSucceeded();
        assertThat(breaker.snapshot().state()).isEqualTo(HALF_OPEN);
        breaker.probeSucceeded();

        assertThat(breaker.snapshot()).isEqualTo(new BreakerSnapshot(CLOSED, 0, 1));
        assertThat(states).containsExactly(OPEN, HALF_OPEN, CLOSED);
    }

    @Test
    void a_failed_probe_while_half_open_opens_it_again() {
        fail(10);
        breaker.probeSucceeded();

        breaker.probeFailed();
        assertThat(breaker.snapshot())
                .extracting(BreakerSnapshot::state, BreakerSnapshot::opened)
                .containsExactly(OPEN, 2L);
        breaker.probeSucceeded();
        breaker.probeSucceeded();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void where_one_successful_probe_is_enough_it_closes_at_once() {
        var trusting = new DatabaseBreaker(new BreakerSettings(50, 50, 10, 1, 1));
        trusting.probeFailed();
        assertThat(trusting.isClosed()).isFalse();

        trusting.probeSucceeded();

        assertThat(trusting.isClosed()).isTrue();
    }

    @Test
    void requests_never_pass_while_it_is_half_open() {
        fail(10);
        breaker.probeSucceeded();

        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void late_results_of_calls_from_before_are_ignored() {
        fail(10);
        succeed(100);
        assertThat(breaker.snapshot().state()).isEqualTo(OPEN);
        breaker.probeSucceeded();
        succeed(100);
        fail(100);
        assertThat(breaker.snapshot().state())
                .as("neither closed nor opened by late results")
                .isEqualTo(HALF_OPEN);

        breaker.probeSucceeded();

        assertThat(breaker.isClosed()).isTrue();
        fail(9);
        assertThat(breaker.isClosed()).as("old failures are forgotten").isTrue();
    }
}
