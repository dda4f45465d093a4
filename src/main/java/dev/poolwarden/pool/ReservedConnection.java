package dev.poolwarden.pool;

import dev.poolwarden.gate.DatabaseAccessException;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.pool.ConnectionFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.sql.XAConnection;
import org.postgresql.jdbc.PgConnection;

/**
 * The one connection outside the pool, kept for the probe, the connection test and the reclaimer, so that they work while the
 * pool is full. Opened when first used and again after it broke; one caller at a time, the others wait.
 *
 * <p>{@link #lock} guards every field. No other lock is taken under it.
 */
final class ReservedConnection implements AutoCloseable {

    /** What a caller does with the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final ConnectionFactory factory;
    private final ConnectBackoff backoff;
    private final Consumer<ServerProcess> onDiscard;
    private final LongSupplier nanoTime;
    private XAConnection connection;
    private ServerProcess process; // that serves it
    private boolean closed;

    /** @param onDiscard told which process the server may keep when the connection is closed */
    ReservedConnection(
            AgroalConnectionFactoryConfiguration pools,
            String applicationName,
            Consumer<ServerProcess> onDiscard,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.factory = new ConnectionFactory(new AgroalConnectionFactoryConfigurationSupplier(pools)
                .jdbcProperty("ApplicationName", applicationName)
                .jdbcProperty("connectTimeout", seconds())
                .jdbcProperty("loginTimeout", seconds())
                .jdbcProperty("socketTimeout", seconds())
                .initialSql("SET TIME ZONE 'UTC'")
                .get());
        this.backoff = new ConnectBackoff(random);
        this.onDiscard = onDiscard;
        this.nanoTime = nanoTime;
    }

    private static String seconds() {
        return Long.toString(PATIENCE.toSeconds());
    }

    /** Does the work; waits at most a few seconds, for its turn, for the connection and for the answer together. */
    <T> T call(Work<T> work) throws SQLException {
        acquireLock();
        try {
            return work.on(open());
        } catch (SQLException e) {
            if (!isUsable()) {
                discard();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Gives its place on the server back until it is needed again, unless somebody uses it right now. */
    void leave() {
        if (lock.tryLock()) {
            try {
                discard();
            } finally {
                lock.unlock();
            }
        }
    }

    private void acquireLock() throws SQLException {
        try {
            if (!lock.tryLock(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseAccessException(
                        "The reserved connection stayed busy for " + 2 * PATIENCE.toSeconds() + " s", "08001", 1, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAccessException("Interrupted while waiting for the reserved connection", "08001", 1, e);
        }
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new DatabaseAccessException(
                    "The reserved connection is closed, the application is shutting down", "57P03", 5, null);
        }
        if (connection == null) {
            connect();
        }
        return connection.getConnection();
    }

    /** A database that is away may be asked as often as the probe likes; one that is full or refuses us, once a second. */
    private void connect() throws SQLException {
        var state = backoff.state();
        if (state.waitsAt(nanoTime.getAsLong())
                && state.trouble() != dev.poolwarden.reading.DatabaseReading.Trouble.AWAY) {
            throw state.cause();
        }
        try {
            connection = factory.createConnection();
            settle(connection.getConnection());
            process = ServerProcess.behind(connection.getConnection());
            backoff.succeeded();
        } catch (SQLException e) {
            discard();
            backoff.failed(e, nanoTime.getAsLong());
            throw e;
        }
    }

    /**
     * Behind a pooler the next to work on the server's process may be the application: it must find neither our short
     * timeout nor our prepared statements there. The socket timeout has to do then.
     */
    private static void settle(Connection opened) throws SQLException {
        PgConnection server = opened.unwrap(PgConnection.class);
        server.setPrepareThreshold(0);
        try (Statement statement = opened.createStatement()) {
            statement.execute("select set_config('statement_timeout', '%d', false) where pg_backend_pid() = %d"
                    .formatted(PATIENCE.toMillis() * 3 / 4, server.getBackendPID()));
        }
    }

    private boolean isUsable() {
        try {
            return connection != null && connection.getConnection().isValid((int) PATIENCE.toSeconds());
        } catch (SQLException e) {
            return false;
        }
    }

    private void discard() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it was broken already; the server drops what is left of it
        } finally {
            connection = null;
            if (process != null) {
                onDiscard.accept(process);
                process = null;
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
