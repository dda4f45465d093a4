package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Between two tries, and when there is no next one. */
@QuarkusTest
class PausesTest extends RetryRig {

    private final AtomicInteger tries = new AtomicInteger();

    private void conflict() throws SQLException {
        tries.incrementAndGet();
        bank.add(1, 1);
        bank.execute(Bank.MADE_UP_CONFLICT);
    }

    /** A call that pauses after its first try, and how it ends. */
    private final class Paused {

        private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        private final Thread thread = new Thread(() -> {
            Throwable e = catchThrowable(() -> patient.run(PausesTest.this::conflict));
            interrupted.complete(Thread.currentThread().isInterrupted());
            thrown.complete(e);
        });

        Paused() {
            thread.start();
            await().until(() -> heard.retries.size() == 1 && thread.getState() == Thread.State.TIMED_WAITING);
        }

        void assertGaveUp(GaveUp reason) throws Exception {
            assertThat(thrown.get()).isInstanceOf(PSQLException.class).hasMessageContaining("made up");
            assertThat(heard.ends).containsExactly(reason);
            assertThat(historyOf(thrown.get())).hasMessageContaining(reason.sentence());
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void neither_permit_nor_connection_nor_lock_is_held_in_between() throws Exception {
        Paused paused = new Paused();
        assertThat(inFlight()).isZero();
        assertThat(pool.counts().inUse()).isZero();
        assertThat(bank.ask("select count(*) from pg_stat_activity where state like 'idle in transaction%'"))
                .isZero();
        assertThat(
                        bank.ask(
                                "select count(*) from pg_locks where relation = 'bank.accounts'::regclass and pid <> pg_backend_pid()"))
                .isZero();
        pauses.end();
        paused.assertGaveUp(GaveUp.SHUTDOWN);
    }

    @Test
    void an_interrupt_ends_the_pause_with_the_last_failure_and_stays() throws Exception {
        Paused paused = new Paused();
        paused.thread.interrupt();
        paused.assertGaveUp(GaveUp.INTERRUPTED);
        assertThat(paused.interrupted.get()).isTrue();
    }

    @Test
    void a_thread_that_is_interrupted_already_does_not_pause() {
        Throwable thrown;
        try {
            thrown = catchThrowable(() -> patient.run(() -> {
                Thread.currentThread().interrupt();
                conflict();
            }));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(thrown).isInstanceOf(PSQLException.class);
        assertThat(heard.ends).containsExactly(GaveUp.INTERRUPTED);
        assertThat(heard.retries).isEmpty();
    }

    @Test
    void nobody_begins_to_pause_after_the_shutdown_began() {
        pauses.end();
        assertThatThrownBy(() -> patient.run(this::conflict)).isInstanceOf(PSQLException.class);
        assertThat(heard.ends).containsExactly(GaveUp.SHUTDOWN);
        assertThat(heard.retries).isEmpty();
    }

    @Test
    void after_the_last_try_the_caller_hears_what_the_database_said_and_how_often() throws Exception {
        Throwable thrown = catchThrowable(() -> quick.run(this::conflict));
        assertThat(thrown).isInstanceOf(PSQLException.class);
        assertThat(((SQLException) thrown).getSQLState()).isEqualTo("40001");
        assertThat(historyOf(thrown)).hasMessageStartingWith("Gave up after 4 tries in ");
        assertThat(historyOf(thrown).getSuppressed()).hasSize(3).doesNotContain(thrown);
        assertThat(tries).hasValue(4);
        assertThat(heard.ends).containsExactly(GaveUp.MAX_TRIES);
        assertThat(bank.total()).isZero();
    }

    @Test
    void a_call_may_have_bounds_of_its_own() {
        assertThatThrownBy(() -> quick.maxTries(2).run(this::conflict)).isInstanceOf(PSQLException.class);
        assertThat(tries).hasValue(2);
        assertThatThrownBy(() -> patient.maxTime(Duration.ofSeconds(1)).run(this::conflict))
                .isInstanceOf(PSQLException.class);
        assertThat(tries).hasValue(3);
        assertThat(heard.ends).containsExactly(GaveUp.MAX_TRIES, GaveUp.MAX_TIME);
        assertThatThrownBy(() -> quick.maxTries(21)).hasMessageContaining("allowed is 1 to 20");
    }
}
