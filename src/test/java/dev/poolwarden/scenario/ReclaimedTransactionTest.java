package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JTA transaction whose connection was taken back: it hears so wherever it turns, and never believes that it committed. */
@QuarkusTest
@TestProfile(ReclaimedTransactionTest.ShortLimits.class)
class ReclaimedTransactionTest {

    public static class ShortLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.monitor.sample-interval", "200ms",
                    "poolwarden.cleanup.idle-in-transaction-after", "1s");
        }
    }

    @Inject
    TransactionManager transactions;

    @Inject
    DataSource dataSource;

    @Inject
    HolderWatch holders;

    @Inject
    CleanupDesk desk;

    @Inject
    Gate gate;

    @Inject
    PostgresPool pool;

    private Connection connection;
    private PreparedStatement prepared;

    @BeforeEach
    void loseTheConnection() throws Exception {
        long begun = System.nanoTime();
        transactions.begin();
        connection = dataSource.getConnection();
        prepared = connection.prepareStatement("select 1");
        Leaks.run(connection, "select 1");
        await().until(() -> holders.latest().at() - begun > 1_000_000_000L
                && holders.latest().reclaimable() == 1);
        var request = new CleanupRequest(CleanupMode.LEAKED, false, "", 10, true, By.operator("test"));
        Answer answer = desk.ask(request);
        assertThat(((Answer.Done) answer).report().outcome().reclaimed()).isEqualTo(1);
    }

    @AfterEach
    void nothingIsHeld() throws Exception {
        assertThat(transactions.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(gate.snapshot().occupancy().inFlight()).isZero();
        assertThat(pool.counts().inUse()).isZero();
        assertThat(pool.dataSource().getMetrics().activeCount()).isZero();
        transactions.begin();
        try (Connection next = dataSource.getConnection()) {
            Leaks.run(next, "select 1");
        }
        transactions.commit();
    }

    @Test
    void a_commit_fails() {
        assertThatThrownBy(transactions::commit).isInstanceOf(RollbackException.class);
    }

    @Test
    void a_rollback_is_what_the_server_did_already() throws Exception {
        transactions.rollback();
    }

    @Test
    void asking_for_the_transactions_connection_again_says_that_it_is_gone() throws Exception {
        assertThatThrownBy(dataSource::getConnection).isInstanceOf(ConnectionReclaimedException.class);
        assertThatThrownBy(connection::createStatement).isInstanceOf(ConnectionReclaimedException.class);
        connection.close();
        transactions.rollback();
    }

    @Test
    void a_statement_prepared_before_says_why_it_is_closed() throws Exception {
        assertThatThrownBy(prepared::executeQuery).hasRootCauseInstanceOf(ConnectionReclaimedException.class);
        transactions.rollback();
    }

    @Test
    void a_nested_transaction_has_a_connection_of_its_own() throws Exception {
        var outer = transactions.suspend();
        transactions.begin();
        try (Connection own = dataSource.getConnection()) {
            Leaks.run(own, "select 1");
        }
        transactions.commit();
        transactions.resume(outer);
        transactions.rollback();
    }
}
