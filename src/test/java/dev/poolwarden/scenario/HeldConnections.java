package dev.poolwarden.scenario;

import dev.poolwarden.gate.Interactive;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections on a thread of their own: the gate gives its very last permit only to a thread that has one. They send a
 * statement now and then, or they would be taken for leaked and back.
 */
final class HeldConnections implements AutoCloseable {

    private static final long STATEMENT_EVERY_SECONDS = 5;

    private final CompletableFuture<Void> taken = new CompletableFuture<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final Thread holder;

    private HeldConnections(DataSource dataSource, int connections, Duration time) {
        long begun = System.nanoTime();
        holder =
                new Thread(() -> hold(Interactive.borrowing(dataSource), connections, begun, time.toNanos()), "holder");
        holder.setDaemon(true);
        holder.start();
    }

    /** @throws SQLException when the pool does not give so many; it gets back what it gave */
    static HeldConnections take(DataSource dataSource, int connections, Duration time) throws SQLException {
        HeldConnections held = new HeldConnections(dataSource, connections, time);
        try {
            held.taken.join();
            return held;
        } catch (CompletionException e) {
            throw new SQLException(e.getCause());
        }
    }

    private void hold(DataSource dataSource, int connections, long begun, long nanos) {
        List<Connection> held = new ArrayList<>();
        try {
            while (held.size() < connections) {
                held.add(dataSource.getConnection());
            }
            taken.complete(null);
            while (System.nanoTime() - begun < nanos && !enough.await(pause(begun, nanos), TimeUnit.NANOSECONDS)) {
                for (Connection each : held) {
                    Leaks.run(each, "select 1");
                }
            }
        } catch (SQLException | InterruptedException e) {
            taken.completeExceptionally(e);
        } finally {
            held.forEach(HeldConnections::close);
        }
    }

    private static long pause(long begun, long nanos) {
        return Math.min(TimeUnit.SECONDS.toNanos(STATEMENT_EVERY_SECONDS), nanos - (System.nanoTime() - begun));
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when they are back in the pool. */
    @Override
    public void close() throws InterruptedException {
        enough.countDown();
        holder.join();
    }
}
