package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is the caller's at once: whatever is no conflict, or may have been committed. */
@QuarkusTest
class NotRetriedTest extends RetryRig {

    @Inject
    CleanupDesk desk;

    private final AtomicInteger tries = new AtomicInteger();

    private Throwable thrownAfterOneTry(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        assertThat(tries).hasValue(1);
        assertThat(heard.retries).isEmpty();
        return thrown;
    }

    private void assertRolledBack(Throwable thrown, String state) throws SQLException {
        CommitFailedException failed = (CommitFailedException) thrown;
        assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(failed.sqlState()).isEqualTo(state);
        assertThat(bank.total()).isZero();
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void a_connection_lost_in_the_middle_of_its_commit_leaves_the_outcome_open() throws Exception {
        CompletableFuture<Integer> backend = new CompletableFuture<>();
        Future<?> killer = others.submit(() -> await().until(() -> 1
                == bank.ask("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where wait_event = 'PgSleep' and pid = " + backend.get())));
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            bank.execute("insert into bank.slow_to_commit values (60)");
            backend.complete(bank.backend());
        }));
        killer.get();
        CommitFailedException failed = (CommitFailedException) thrown;
        assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failed.sqlState()).isEqualTo("57P01");
        assertThat(failed).hasMessageContaining("is unknown (SQLState 57P01); look at the data");
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void a_connection_that_was_taken_back() {
        CleanupRequest all = new CleanupRequest(CleanupMode.ALL, false, "test", 50, true, By.operator("test"));
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            desk.ask(all);
            bank.add(2, 1);
        }));
        assertThat(thrown).isInstanceOf(ConnectionReclaimedException.class);
    }

    @Test
    void a_connection_that_was_taken_back_before_the_commit() throws Exception {
        CleanupRequest all = new CleanupRequest(CleanupMode.ALL, false, "test", 50, true, By.operator("test"));
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            desk.ask(all);
        }));
        assertRolledBack(thrown, ConnectionReclaimedException.SQL_STATE);
        assertThat(thrown).hasStackTraceContaining("taken back");
    }

    @Test
    void a_rejection_by_the_gate_is_load_and_no_conflict() {
        gate.refuse(Rejection.Cause.DRAINING);
        try {
            Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
                tries.incrementAndGet();
                bank.add(1, 1);
            }));
            assertThat(thrown).isInstanceOf(PermitRejectedException.class);
            assertThatThrownBy(() -> quick.isolation(Isolation.SERIALIZABLE).run(tries::incrementAndGet))
                    .isInstanceOf(BeginFailedException.class)
                    .hasCauseInstanceOf(PermitRejectedException.class);
        } finally {
            gate.admitAgain(Rejection.Cause.DRAINING);
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_conflict_that_the_work_swallowed() throws Exception {
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            assertThatThrownBy(() -> bank.execute(Bank.MADE_UP_CONFLICT)).hasMessageContaining("made up");
        }));
        assertRolledBack(thrown, "25P02");
    }

    @Test
    void work_that_gave_its_transaction_up() throws Exception {
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            manager.setRollbackOnly();
        }));
        assertRolledBack(thrown, null);
    }

    @Test
    void whatever_else_the_work_throws_arrives_as_it_was_and_nothing_is_left() throws Exception {
        IOException own = new IOException("no paper");
        own.addSuppressed(new SQLException("on closing", "40001"));
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            throw own;
        }));
        assertThat(thrown).isSameAs(own);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(bank.total()).isZero();
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void work_that_ended_its_transaction_by_itself() throws Exception {
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            bank.add(1, 1);
            manager.commit();
            bank.execute(Bank.MADE_UP_CONFLICT);
        }));
        assertThat(thrown).isInstanceOf(SQLException.class);
        assertThat(bank.total()).as("what it committed").isEqualTo(1);
        assertThatThrownBy(() -> quick.run(manager::rollback)).hasMessageContaining("ended it by itself");
    }

    @Test
    void a_connection_of_the_transaction_cannot_commit_or_roll_back_by_itself() {
        Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
            tries.incrementAndGet();
            try (Connection connection = dataSource.getConnection()) {
                assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("transaction");
                assertThatThrownBy(connection::rollback).hasMessageContaining("transaction");
                connection.commit();
            }
        }));
        assertThat(thrown).hasMessageContaining("Attempting to commit while taking part in a transaction");
    }

    @Test
    void what_would_happen_after_the_commit_is_refused() throws Exception {
        assertThatThrownBy(() -> quick.call(() -> {
                    bank.add(1, 1);
                    return CompletableFuture.completedFuture(1);
                }))
                .hasMessageContaining("return the value, not a CompletableFuture");
        assertThatThrownBy(() -> quick.call(() -> Uni.createFrom().item(1))).hasMessageContaining("return the value");
        assertThat(bank.total()).isZero();
    }

    @Test
    void a_transaction_that_took_too_long() throws Exception {
        manager.setTransactionTimeout(1);
        try {
            Throwable thrown = thrownAfterOneTry(() -> quick.run(() -> {
                tries.incrementAndGet();
                bank.add(1, 1);
                await().until(() -> inFlight() == 0);
                bank.execute(Bank.MADE_UP_CONFLICT);
            }));
            assertThat(thrown).isInstanceOf(SQLException.class);
        } finally {
            manager.setTransactionTimeout(0);
        }
        assertThat(bank.total()).isZero();
    }
}
