package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.transaction.GaveUp;
import dev.poolwarden.transaction.RetriedTransactions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** An application of its own, since it has no pool afterwards. */
@QuarkusTest
@TestProfile(PausesAtShutdownTest.LongPauses.class)
class PausesAtShutdownTest {

    public static class LongPauses implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.transactions.first-backoff", "1m",
                    "poolwarden.transactions.max-backoff", "1m",
                    "poolwarden.transactions.max-time", "10m");
        }
    }

    @Inject
    Lifecycle lifecycle;

    @Inject
    RetriedTransactions transactions;

    @Inject
    DataSource dataSource;

    private void conflict() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection
                    .createStatement()
                    .execute("do $$ begin raise exception 'made up' using errcode = '40001'; end $$");
        }
    }

    @Test
    void who_pauses_hears_its_conflict_and_does_not_come_back_to_a_closed_pool() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread paused = new Thread(() ->
                thrown.complete(catchThrowable(() -> transactions.maxTries(20).run(this::conflict))));
        paused.start();
        await().until(() -> paused.getState() == Thread.State.TIMED_WAITING);
        lifecycle.stop(null);
        assertThat(((SQLException) thrown.get()).getSQLState()).isEqualTo("40001");
        assertThat(thrown.get()).hasStackTraceContaining(GaveUp.SHUTDOWN.sentence());
    }
}
