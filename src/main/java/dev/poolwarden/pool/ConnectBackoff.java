package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Holds attempts to connect apart after one failed: 100 ms, doubling to 1 s, each by chance up to half shorter so that a
 * fleet does not knock in step. One attempt a second, whatever the load, is what a full server can refuse; a longer pause
 * would keep users waiting for a database that has long been back.
 *
 * <p>Thread-safe: its state is replaced as a whole under the monitor of this object, and reading it is one volatile read.
 */
final class ConnectBackoff {

    private static final long FIRST = Duration.ofMillis(100).toNanos();
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();
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

    /** The next attempt may be made at once: something has changed. Should it fail, the pauses go on where they were. */
    synchronized void expire(long now) {
        State before = state;
        if (before.waitsAt(now)) {
            state = new State(before.failures(), now, before.trouble(), before.cause());
        }
    }
}
