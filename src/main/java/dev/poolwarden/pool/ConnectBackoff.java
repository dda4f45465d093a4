package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Holds attempts to connect apart after one failed: 100 ms, doubling to 10 s, each by chance up to half shorter so that a
 * fleet does not knock in step. A server that is full or away is not helped by being asked more often.
 *
 * <p>Thread-safe: its state is replaced as a whole under the monitor of this object, and reading it is one volatile read.
 */
final class ConnectBackoff {

    private static final long FIRST = Duration.ofMillis(100).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    private static final State CALM = new State(0, 0, null, null);

    /** @param cause the failure that began the wait, null when there was none */
    record State(int failures, long until, Trouble trouble, SQLException cause) {

        boolean waitsAt(long now) {
            return failures > 0 && now - until < 0;
        }
    }

    private final RandomGenerator random;
    private volatile State state = CALM;

    ConnectBackoff(RandomGenerator random) {
        this.random = random;
    }

    State state() {
        return state;
    }

    synchronized void failed(SQLException cause, long now) {
        int failures = state.failures() + 1;
        long longest = Math.min(LONGEST, FIRST << Math.min(failures - 1, 20));
        long wait = (long) (longest * (0.5 + 0.5 * random.nextDouble()));
        state = new State(failures, now + wait, Trouble.of(cause.getSQLState(), cause.getMessage()), cause);
    }

    synchronized void succeeded() {
        state = CALM;
    }
}
