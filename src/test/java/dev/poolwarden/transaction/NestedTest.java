package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.transaction.Synchronization;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Transactions inside transactions, and beside connections that the thread holds. */
@QuarkusTest
class NestedTest extends RetryRig {

    private final AtomicInteger outer = new AtomicInteger();
    private final AtomicInteger inner = new AtomicInteger();

    private void conflictOnce(AtomicInteger tries) throws SQLException {
        bank.add(1, 1);
        if (tries.incrementAndGet() == 1) {
            bank.execute(Bank.MADE_UP_CONFLICT);
        }
    }

    @Test
    void it_joins_a_retried_one_whose_conflict_it_is_then() throws Exception {
        quick.run(() -> {
            outer.incrementAndGet();
            int backend = bank.backend();
            quick.run(() -> {
                assertThat(bank.backend()).isEqualTo(backend);
                assertThat(inFlight()).isEqualTo(1);
                conflictOnce(inner);
            });
        });
        assertThat(outer).hasValue(2);
        assertThat(inner).hasValue(2);
        assertThat(bank.balance(1)).isEqualTo(1);
        assertThat(heard.retries).hasSize(1);
    }

    @Test
    void what_failed_inside_is_not_committed_outside_though_its_error_is_swallowed() throws Exception {
        Throwable thrown = catchThrowable(() -> quick.run(() -> {
            outer.incrementAndGet();
            bank.add(1, 1);
            assertThatThrownBy(() -> quick.run(() -> {
                        throw new IllegalStateException("no stock");
                    }))
                    .hasMessage("no stock");
        }));
        assertThat(((CommitFailedException) thrown).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(outer).hasValue(1);
        assertThat(bank.total()).isZero();
    }

    @Test
    void it_does_not_join_one_of_another_isolation() throws Exception {
        RetriedTransactions serializable = quick.isolation(Isolation.SERIALIZABLE);
        assertThatThrownBy(() -> quick.run(() -> serializable.run(inner::incrementAndGet)))
                .hasMessageContaining("runs in UNCHANGED, not in SERIALIZABLE");
        assertThat(inner).hasValue(0);
        serializable.run(() -> serializable.run(() -> quick.run(inner::incrementAndGet)));
        assertThat(inner).hasValue(1);
    }

    @Test
    void inside_somebody_elses_transaction_it_refuses_and_does_that_one_no_harm() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                bank.add(1, 1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            assertThatThrownBy(() -> quick.run(inner::incrementAndGet))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("there is one already");
        });
        assertThat(inner).hasValue(0);
        assertThat(bank.balance(1)).isEqualTo(1);
    }

    /** Its own row lock would be in the retry's way for ever, and no deadlock to the server. */
    @Test
    void a_thread_that_holds_another_connection_has_one_try() throws Exception {
        try (Connection held = dataSource.getConnection()) {
            assertThat(quick.call(() -> bank.balance(1))).isZero();
            held.setAutoCommit(false);
            held.createStatement().execute("update bank.accounts set balance = 5 where id = 1");
            Throwable thrown = catchThrowable(() -> quick.run(() -> {
                outer.incrementAndGet();
                bank.execute("select balance from bank.accounts where id = 1 for update nowait");
            }));
            assertThat(thrown).isInstanceOf(PSQLException.class);
            assertThat(historyOf(thrown)).hasMessageContaining("Gave up after 1 try");
            held.rollback();
        }
        assertThat(outer).hasValue(1);
        assertThat(heard.ends).containsExactly(GaveUp.HOLDS_ANOTHER);
    }

    @Test
    void a_transaction_suspended_around_it_counts_as_a_connection_held() throws Exception {
        QuarkusTransaction.requiringNew().call(() -> {
            bank.add(2, 1);
            return QuarkusTransaction.suspendingExisting()
                    .call(() -> catchThrowable(() -> quick.run(() -> conflictOnce(outer))));
        });
        assertThat(outer).hasValue(1);
        assertThat(heard.ends).containsExactly(GaveUp.HOLDS_ANOTHER);
    }

    @Test
    void what_work_committed_beside_its_transaction_is_not_done_twice() throws Exception {
        Throwable thrown = catchThrowable(() -> quick.run(() -> {
            QuarkusTransaction.requiringNew().call(() -> {
                bank.execute("insert into bank.audit values ('tried')");
                return null;
            });
            conflictOnce(outer);
        }));
        assertThat(thrown).isInstanceOf(PSQLException.class);
        assertThat(heard.ends).containsExactly(GaveUp.BORROWED_ANOTHER);
        assertThat(bank.ask("select count(*) from bank.audit")).isEqualTo(1);
        assertThat(bank.total()).isZero();
    }

    /** The transaction itself has borrowed nothing then: the only connection of the try is the other one. */
    @Test
    void what_work_did_beside_its_transaction_on_the_only_connection_it_borrowed_is_not_done_twice() throws Exception {
        Throwable thrown = catchThrowable(() ->
                quick.run(() -> QuarkusTransaction.suspendingExisting().call(() -> {
                    outer.incrementAndGet();
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("insert into bank.audit values ('tried')");
                        statement.execute(Bank.MADE_UP_CONFLICT);
                    }
                    return null;
                })));
        assertThat(thrown).hasRootCauseInstanceOf(PSQLException.class);
        assertThat(outer).hasValue(1);
        assertThat(heard.ends).containsExactly(GaveUp.BORROWED_ANOTHER);
        assertThat(bank.ask("select count(*) from bank.audit")).isEqualTo(1);
    }

    /** As an entity manager that flushes when the transaction ends, and asks for its connection only then. */
    @Test
    void a_transaction_that_borrows_no_sooner_than_at_its_commit_is_retried() throws Exception {
        quick.run(() -> registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                try {
                    conflictOnce(outer);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void afterCompletion(int status) {}
        }));
        assertThat(outer).hasValue(2);
        assertThat(bank.balance(1)).isEqualTo(1);
    }
}
