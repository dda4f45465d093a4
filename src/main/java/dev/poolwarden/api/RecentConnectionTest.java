package dev.poolwarden.api;

import dev.poolwarden.control.ConnectionTest;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Tests the connection at most once a second, however many ask. Thread-safe: one asks the database, the others wait for it. */
@Singleton
class RecentConnectionTest {

    private static final long KEPT = Duration.ofSeconds(1).toNanos();

    private final ConnectionTest test;
    private Result last; // guarded by this
    private long testedAt; // guarded by this

    RecentConnectionTest(ConnectionTest test) {
        this.test = test;
    }

    /**
     * What a round trip brought.
     *
     * @param latencyMs null when it failed
     * @param sqlState why it failed, else null
     */
    public record Result(boolean ok, Double latencyMs, String sqlState, Instant at) {}

    synchronized Result result() {
        if (last == null || System.nanoTime() - testedAt > KEPT) {
            last = test();
            testedAt = System.nanoTime();
        }
        return last;
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
