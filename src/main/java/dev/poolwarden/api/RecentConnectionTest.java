package dev.poolwarden.api;

import dev.poolwarden.control.ConnectionTest;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Tests the connection at most once a second, however many ask; one asks the database, the others share its answer. */
@Singleton
class RecentConnectionTest {

    private static final Duration KEPT = Duration.ofSeconds(1);

    private final ConnectionTest test;
    private final SharedRun<Result> run;

    RecentConnectionTest(ConnectionTest test, OperatorThreads threads) {
        this.test = test;
        this.run = new SharedRun<>(threads.database(), KEPT, System::nanoTime);
    }

    /**
     * What a round trip brought.
     *
     * @param latencyMs null when it failed
     * @param sqlState why it failed, else null
     */
    public record Result(boolean ok, Double latencyMs, String sqlState, Instant at) {}

    CompletionStage<Result> result() {
        return run.ask(this::test);
    }

    private Result test() {
        try {
            double millis = test.testConnection().toNanos() / 1e6;
            return new Result(true, Math.round(millis * 100) / 100.0, null, Instant.now());
        } catch (SQLException e) {
            return new Result(false, null, e.getSQLState(), Instant.now());
        }
    }
}
