package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorChainTest {

    private static SQLException sql(String state) {
        return new SQLException("made up", state);
    }

    private static Throwable suppressing(Throwable outer, Throwable suppressed) {
        outer.addSuppressed(suppressed);
        return outer;
    }

    @Test
    void a_library_may_wrap_what_the_driver_threw() {
        Throwable wrapped = new IllegalStateException(new SQLException("without a state", sql("40001")));
        assertThat(ErrorChain.stateOfWork(wrapped)).hasValue("40001");
    }

    @Test
    void a_batch_tells_by_its_next_exception() {
        SQLException batch = new BatchUpdateException("made up", null, new int[0]);
        batch.setNextException(sql("40P01"));
        assertThat(ErrorChain.stateOfWork(batch)).hasValue("40P01");
    }

    @Test
    void what_the_work_went_on_after_is_not_why_it_failed() {
        SQLException aborted = sql("25P02");
        aborted.initCause(sql("40001"));
        assertThat(ErrorChain.stateOfWork(aborted)).hasValue("25P02");
    }

    @Test
    void what_is_merely_suppressed_is_not_why_work_failed_but_may_be_why_a_commit_did() {
        Throwable error = suppressing(new IllegalStateException("no stock"), new Exception(sql("40001")));
        assertThat(ErrorChain.stateOfWork(error)).isEmpty();
        assertThat(ErrorChain.stateOfCommit(error)).hasValue("40001");
    }

    @Test
    void a_circle_is_followed_once() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(suppressing(second, first));
        assertThat(ErrorChain.stateOfCommit(first)).isEmpty();
        assertThat(ErrorChain.isDoubtful(second)).isFalse();
    }

    @Test
    void a_chain_too_long_to_follow_is_given_up_and_doubtful() {
        Throwable deep = sql("40001");
        for (int i = 0; i < 100_000; i++) {
            deep = new Exception("layer", deep);
        }
        assertThat(ErrorChain.stateOfWork(deep)).isEmpty();
        assertThat(ErrorChain.isDoubtful(deep)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08001", "08006", "08007", "57P01", "57P02", "57P03", "40003"})
    void doubt_anywhere_is_doubt(String state) {
        assertThat(ErrorChain.isDoubtful(suppressing(sql("40001"), new Exception(sql(state)))))
                .isTrue();
        Failure failure = Failure.ofCommit(suppressing(sql("40001"), new Exception(sql(state))), Outcome.ROLLED_BACK);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.conflict()).isEmpty();
        assertThat(((CommitFailedException) failure.error()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03", "23505", "25P02", "08003", "57014", "53100", "P0001"})
    void what_the_server_answers_is_certain(String state) {
        assertThat(Failure.ofCommit(sql(state), Outcome.ROLLED_BACK).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }
}
