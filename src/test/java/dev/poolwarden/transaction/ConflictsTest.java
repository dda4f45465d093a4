package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.transaction.Synchronization;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real conflicts: each kind, at a statement and at the commit. Afterwards the data are exact. */
@QuarkusTest
class ConflictsTest extends RetryRig {

    private final AtomicInteger tries = new AtomicInteger();

    private boolean isFirstTry() {
        return tries.incrementAndGet() == 1;
    }

    private void meanwhile(Callable<Void> other) throws Exception {
        others.submit(other).get();
    }

    @Test
    void an_update_that_another_one_overtook_is_done_again() throws Exception {
        quick.isolation(Isolation.REPEATABLE_READ).run(() -> {
            int seen = bank.balance(1);
            if (isFirstTry()) {
                meanwhile(() -> {
                    bank.add(1, 10);
                    return null;
                });
            }
            bank.execute("update bank.accounts set balance = %d where id = 1".formatted(seen + 1));
        });
        assertThat(bank.balance(1)).isEqualTo(11);
        assertThat(heard.retries).containsExactly(Conflict.SERIALIZATION_FAILURE);
        assertThat(heard.ends).isEmpty();
    }

    /** Write skew: each reads what the other writes, and who commits last must not. No statement fails. */
    @Test
    void a_conflict_that_only_the_commit_finds_is_retried_too() throws Exception {
        RetriedTransactions serializable = quick.isolation(Isolation.SERIALIZABLE);
        AtomicInteger finished = new AtomicInteger();
        serializable.run(() -> {
            bank.add(1, 1 + bank.total());
            if (isFirstTry()) {
                meanwhile(() -> {
                    serializable.run(() -> bank.add(2, 1 + bank.total()));
                    return null;
                });
            }
            finished.incrementAndGet();
        });
        assertThat(finished).as("the first try came to its commit").hasValue(2);
        assertThat(bank.balance(2)).isEqualTo(1);
        assertThat(bank.balance(1)).isEqualTo(2);
        assertThat(heard.retries).containsExactly(Conflict.SERIALIZATION_FAILURE);
    }

    @Test
    void the_victim_of_a_deadlock_is_done_again() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        List<Future<Void>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int mine = 1 + i;
            int theirs = 2 - i;
            both.add(others.submit(() -> {
                AtomicInteger own = new AtomicInteger();
                quick.run(() -> {
                    bank.add(mine, 1);
                    if (own.incrementAndGet() == 1) {
                        bothHoldOne.await();
                    }
                    bank.add(theirs, 10);
                });
                return null;
            }));
        }
        for (Future<Void> each : both) {
            each.get();
        }
        assertThat(bank.balance(1)).isEqualTo(11);
        assertThat(bank.balance(2)).isEqualTo(11);
        assertThat(heard.retries)
                .as("a victim that comes back at once may meet the other one again")
                .isNotEmpty()
                .containsOnly(Conflict.DEADLOCK_DETECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select balance from bank.accounts where id = 1 for update nowait",
                "set local lock_timeout = '1ms'; update bank.accounts set balance = 7 where id = 1"
            })
    void a_lock_that_somebody_else_holds_is_asked_for_again(String locking) throws Exception {
        try (Connection holder = others.submit(() -> dataSource.getConnection()).get()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("update bank.accounts set balance = 5 where id = 1");
            quick.run(() -> {
                if (!isFirstTry()) {
                    holder.commit();
                }
                bank.execute(locking);
                bank.add(1, 1);
            });
        }
        assertThat(bank.balance(1)).isEqualTo(locking.contains("timeout") ? 8 : 6);
        assertThat(heard.retries).containsExactly(Conflict.LOCK_NOT_AVAILABLE);
    }

    /** As when Hibernate writes only then. */
    @Test
    void a_conflict_just_before_the_commit_is_retried() throws Exception {
        quick.run(() -> {
            bank.add(1, 1);
            if (isFirstTry()) {
                manager.getTransaction().registerSynchronization(new ConflictBeforeCommit());
            }
        });
        assertThat(bank.balance(1)).isEqualTo(1);
        assertThat(heard.retries).containsExactly(Conflict.SERIALIZATION_FAILURE);
    }

    private final class ConflictBeforeCommit implements Synchronization {
        @Override
        public void beforeCompletion() {
            try {
                bank.execute(Bank.MADE_UP_CONFLICT);
            } catch (SQLException e) {
                throw new IllegalStateException("could not write", e);
            }
        }

        @Override
        public void afterCompletion(int status) {}
    }

    /** Each reads both accounts and writes one: conflicts at statements and at commits. */
    @Test
    void what_eight_threads_add_at_once_is_there_to_the_last_one() throws Exception {
        int threads = 8;
        int additions = 200;
        RetriedTransactions patient =
                random(new RetrySettings(20, Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMinutes(1)));
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int account = 1 + i % 2;
            all.add(others.submit(() -> {
                for (int done = 0; done < additions; ) {
                    if (added(patient, account)) {
                        done++;
                    }
                }
                return null;
            }));
        }
        for (Future<Void> each : all) {
            each.get(2, TimeUnit.MINUTES);
        }
        assertThat(bank.total()).isEqualTo(threads * additions);
        assertThat(heard.retries).isNotEmpty();
    }

    /** Who gave up after twenty tries has added nothing. */
    private boolean added(RetriedTransactions transactions, int account) throws SQLException {
        try {
            transactions.isolation(Isolation.SERIALIZABLE).run(() -> {
                bank.total();
                bank.addInTwoSteps(account, 1);
            });
            return true;
        } catch (SQLException | CommitFailedException e) {
            assertThat(historyOf(e).tries()).isEqualTo(20);
            return false;
        }
    }
}
