package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.transaction.Tries.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policy decides, time stepped by hand. */
class TriesTest {

    private static final RetrySettings SETTINGS =
            new RetrySettings(4, Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(100));

    /** Makes every pause the longest one. */
    static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final ManualClock clock = new ManualClock();
    private final Tries tries = new Tries(SETTINGS, LONGEST, clock.getAsLong());

    private Verdict failed(String state) {
        return tries.failed(
                Failure.ofWork(new SQLException("made up", state), Outcome.ROLLED_BACK), null, clock.getAsLong());
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    void each_conflict_is_tried_again(Conflict conflict) {
        assertThat(failed(conflict.sqlState())).isEqualTo(new Verdict(conflict, Duration.ofMillis(10), null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"40000", "40002", "40003", "08006", "08007", "08003", "23505", "25P02", "53300", "57014", "57P01"
            })
    void nothing_else_is(String state) {
        assertThat(failed(state).isConflict()).isFalse();
    }

    @Test
    void the_longest_pause_doubles_up_to_its_bound_and_the_tries_end() {
        assertThat(failed("40001").pause()).hasMillis(10);
        assertThat(failed("40001").pause()).hasMillis(20);
        assertThat(failed("40001").pause()).hasMillis(30);
        assertThat(failed("40001").gaveUp()).isEqualTo(GaveUp.MAX_TRIES);
    }

    @Test
    void no_try_begins_when_the_time_is_over() {
        clock.advance(Duration.ofMillis(90));
        assertThat(failed("40001").retries()).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(failed("40001").gaveUp()).isEqualTo(GaveUp.MAX_TIME);
    }

    @ParameterizedTest
    @EnumSource(GaveUp.class)
    void an_obstacle_ends_the_tries_and_is_named(GaveUp obstacle) {
        Failure conflict = Failure.ofWork(new SQLException("made up", "40P01"), Outcome.ROLLED_BACK);
        assertThat(tries.failed(conflict, obstacle, clock.getAsLong()))
                .isEqualTo(new Verdict(Conflict.DEADLOCK_DETECTED, null, obstacle));
    }

    @Test
    void a_conflict_whose_transaction_may_have_been_committed_is_not_tried_again() {
        Failure unknown = Failure.ofWork(new SQLException("made up", "40001"), Outcome.UNKNOWN);
        assertThat(tries.failed(unknown, null, clock.getAsLong()).isConflict()).isFalse();
    }

    @Test
    void an_error_of_the_machine_around_a_conflict_is_not_tried_again() {
        Failure error = Failure.ofWork(
                new AssertionError("made up", new SQLException("made up", "40001")), Outcome.ROLLED_BACK);
        assertThat(tries.failed(error, null, clock.getAsLong()).isConflict()).isFalse();
    }

    @Test
    void the_history_tells_tries_time_and_the_latest_failures_but_not_the_last_one_again() {
        Tries many = new Tries(
                new RetrySettings(20, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1)),
                LONGEST,
                clock.getAsLong());
        SQLException last = new SQLException("last", "40001");
        for (int i = 1; i <= 8; i++) {
            Throwable each = i == 6 ? last : new SQLException("try " + i, "40001");
            many.failed(Failure.ofWork(each, Outcome.ROLLED_BACK), null, clock.getAsLong());
        }
        clock.advance(Duration.ofMillis(1234));
        RetryHistory history = many.history(last, GaveUp.SHUTDOWN, clock.getAsLong());
        assertThat(history).hasMessage("Gave up after 8 tries in 1234 ms: the application shuts down");
        assertThat(history.tries()).isEqualTo(8);
        assertThat(history.getStackTrace()).isEmpty();
        assertThat(history.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("try 4", "try 5", "try 7", "try 8");
    }
}
