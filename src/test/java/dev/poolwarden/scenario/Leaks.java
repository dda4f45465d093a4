package dev.poolwarden.scenario;

import dev.poolwarden.gate.Interactive;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.postgresql.jdbc.PgConnection;

/**
 * Nine ways to hold a connection without working, each on a thread of its own. What a holder does late, it does in
 * {@link #comeBack}. Each borrows in a method of its own, which is what the holder's call site must name.
 */
final class Leaks {

    /** What a holder does when it comes back at last. */
    private interface Late {
        void use(Connection connection) throws Exception;
    }

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final CountDownLatch comeBack = new CountDownLatch(1);
    private final Queue<FutureTask<?>> holders = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> heard = new ConcurrentLinkedQueue<>();

    Leaks(DataSource dataSource, TransactionManager transactions) {
        this.dataSource = Interactive.borrowing(dataSource);
        this.transactions = transactions;
    }

    /** The ways by the names of their methods; the number tells two leaks of one way apart. */
    Map<String, Callable<?>> ways(int number) {
        Map<String, Callable<?>> ways = new LinkedHashMap<>();
        ways.put("idleInTransaction", () -> idleInTransaction());
        ways.put("insideJta", () -> insideJta());
        ways.put("rowLockHeld", () -> rowLockHeld(number));
        ways.put("advisoryLockHeld", () -> advisoryLockHeld(number));
        ways.put("closedLate", () -> closedLate());
        ways.put("closedTwice", () -> closedTwice());
        ways.put("socketCut", () -> socketCut());
        ways.put("virtualThread", () -> virtualThread());
        ways.put("threadGone", () -> number == 0 ? null : threadGone()); // last, see there
        return ways;
    }

    /** Two at once: the very last permit goes only to a thread that holds one already. */
    private Object threadGone() throws Exception {
        FutureTask<?> borrowing = new FutureTask<>(() ->
                List.of(run(dataSource.getConnection(), "select 1"), run(dataSource.getConnection(), "select 1")));
        Thread thread = new Thread(borrowing);
        thread.start();
        borrowing.get();
        thread.join();
        return thread;
    }

    private Object idleInTransaction() throws Exception {
        return hold(() -> halfDone(dataSource.getConnection()), connection -> {
            try {
                connection.commit();
            } finally {
                connection.close();
            }
        });
    }

    private Object insideJta() throws Exception {
        return hold(
                () -> {
                    transactions.begin();
                    return run(dataSource.getConnection(), "insert into leaks values ('half done')");
                },
                connection -> transactions.commit());
    }

    private Object rowLockHeld(int number) throws Exception {
        return hold(
                () -> {
                    Connection connection = dataSource.getConnection();
                    connection.setAutoCommit(false);
                    return run(connection, "select * from locked where id = %d for update".formatted(number));
                },
                connection -> run(connection, "select 1"));
    }

    private Object advisoryLockHeld(int number) throws Exception {
        return hold(
                () -> run(dataSource.getConnection(), "select pg_advisory_lock(%d)".formatted(number)),
                connection -> run(connection, "select 1"));
    }

    private Object closedLate() throws Exception {
        return hold(() -> run(dataSource.getConnection(), "select 1"), Connection::close);
    }

    private Object closedTwice() throws Exception {
        return hold(() -> run(dataSource.getConnection(), "select 1"), connection -> {
            connection.close();
            connection.close();
        });
    }

    private Object socketCut() throws Exception {
        return hold(
                () -> {
                    Connection connection = run(dataSource.getConnection(), "select 1");
                    connection.unwrap(PgConnection.class).abort(Runnable::run);
                    return connection;
                },
                Connection::close);
    }

    /** On a virtual thread where the JVM has them, else on one more ordinary one. */
    private Object virtualThread() throws Exception {
        FutureTask<?> borrowing = new FutureTask<>(() -> run(dataSource.getConnection(), "select 1"));
        startVirtual(borrowing);
        return borrowing.get();
    }

    private static void startVirtual(Runnable task) throws ReflectiveOperationException {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (NoSuchMethodException e) {
            new Thread(task).start();
        }
    }

    private Connection halfDone(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return run(connection, "insert into leaks values ('half done')");
    }

    static Connection run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** Returns once the connection is held. */
    private Object hold(Callable<Connection> borrowing, Late late) throws Exception {
        FutureTask<Connection> held = new FutureTask<>(borrowing);
        FutureTask<?> holder = new FutureTask<>(() -> {
            held.run();
            comeBack.await();
            try {
                late.use(held.get());
            } catch (Exception e) {
                heard.add(e);
            }
            return null;
        });
        new Thread(holder).start();
        holders.add(holder);
        return held.get();
    }

    /** Lets every holder do what it does late; returns what they heard. */
    List<Throwable> comeBack() throws Exception {
        comeBack.countDown();
        for (FutureTask<?> each : holders) {
            each.get();
        }
        return List.copyOf(heard);
    }
}
