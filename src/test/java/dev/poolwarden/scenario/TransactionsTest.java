package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.pool.PostgresPool;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** JTA on the guarded pool: a transaction never waits for itself. */
@QuarkusTest
@TestProfile(TransactionsTest.PoolOfTwo.class)
class TransactionsTest {

    /** Two connections, of which one is kept for callers that hold one already. */
    public static class PoolOfTwo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.pool.size", "1",
                    "poolwarden.pool.max-overflow", "1",
                    "poolwarden.gate.max-wait", "200ms");
        }
    }

    @Inject
    DataSource dataSource;

    @Inject
    AgroalDataSource agroal;

    @Inject
    Gate gate;

    @Inject
    PostgresPool pool;

    @AfterEach
    void nothingIsHeld() {
        assertThat(gate.snapshot().occupancy().inFlight()).isZero();
        assertThat(pool.counts().inUse()).isZero();
    }

    @Test
    void everything_in_the_application_gets_the_guarded_pool() {
        assertThat(agroal).isSameAs(pool.dataSource());
        assertThat(dataSource).isSameAs(pool.dataSource());
    }

    @Test
    void two_connections_in_one_transaction_are_the_same_one_and_cost_one_permit() {
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(backend()).isEqualTo(backend());
            assertThat(gate.snapshot().occupancy().inFlight()).isEqualTo(1);
        });
    }

    @Test
    void requires_new_on_a_full_pool_gets_the_reserved_connection() {
        twoConnections(); // from now on one is kept for such
        gate.setLimit(2);
        QuarkusTransaction.requiringNew().run(() -> {
            int outer = backend();
            assertThatThrownBy(() -> onAnotherThread(this::backend)).hasMessageContaining("in flight 1 of 2");
            int inner = QuarkusTransaction.requiringNew().call(this::backend);
            assertThat(inner).isNotEqualTo(outer);
        });
    }

    private void twoConnections() {
        QuarkusTransaction.requiringNew().run(() -> {
            int outer = backend();
            assertThat(QuarkusTransaction.requiringNew().call(this::backend)).isNotEqualTo(outer);
        });
    }

    @Test
    void a_rolled_back_transaction_gives_its_permit_back() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    backend();
                    throw new IllegalStateException("change of mind");
                }))
                .hasMessageContaining("change of mind");
    }

    @Test
    void a_connection_closed_twice_in_a_transaction_gives_one_permit_back() {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                Connection connection = dataSource.getConnection();
                connection.close();
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_transaction_marked_for_rollback_gets_no_connection_and_keeps_no_permit() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    QuarkusTransaction.setRollbackOnly();
                    assertThatThrownBy(this::backend).hasMessageContaining("existing transaction");
                    assertThat(gate.snapshot().occupancy().inFlight()).isZero();
                }))
                .hasMessageContaining("Rollback");
    }

    @Test
    void a_transaction_that_times_out_gives_its_permit_back_from_another_thread() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().timeout(1).run(() -> {
                    backend();
                    await().until(() -> gate.snapshot().occupancy().inFlight() == 0
                            && pool.counts().inUse() == 0);
                    assertThatThrownBy(this::backend).hasMessageContaining("rolled back");
                }))
                .hasMessageContaining("not active");
    }

    private int backend() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void onAnotherThread(Runnable work) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        thread.start();
        thread.join();
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }
}
