package dev.poolwarden.bench.overload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What the requests do: one of three ways to need a database, each sized for about 400 requests/s on two cores. Thread-safe. */
final class Workload implements Work {

    static final String SLEEP = "sleep";
    static final String CPU = "cpu";
    static final String HOT_ROWS = "hot_rows";

    static final String HOT_TABLE = "create table hot (id int primary key, n bigint not null)";
    static final String HOT_ROW = "insert into hot values (1, 0)";

    private static final int SLEEP_MS = 50;
    /** Together with four round trips about 2.5 ms inside the lock; the server sleeps whole milliseconds. */
    private static final int LOCKED_MS = 2;

    /** One request whose work takes so many times as long as usual. */
    @FunctionalInterface
    private interface Request {
        void run(Connection connection, int slowness) throws SQLException;
    }

    private final String name;
    private final int mostConnections;
    private final Request request;
    private volatile int slowness = 1;

    private Workload(String name, int mostConnections, Request request) {
        this.name = name;
        this.mostConnections = mostConnections;
        this.request = request;
    }

    /** Waits without using anything: the more at once, the more throughput. */
    static Workload sleep() {
        return new Workload(SLEEP, 20, (connection, slowness) -> sleep(connection, SLEEP_MS * slowness));
    }

    /** Keeps a core busy: beyond two at once only latency grows. @param rows how many it adds up */
    static Workload cpu(int rows) {
        return new Workload(CPU, 80, (connection, slowness) -> addUp(connection, rows * slowness));
    }

    /** Updates the one row that all want: beyond two or three at once they only wait for its lock. */
    static Workload hotRows() {
        return new Workload(HOT_ROWS, 80, (connection, slowness) -> updateHotRow(connection, slowness));
    }

    String label() {
        return name;
    }

    /** Most connections that anybody may open for it. */
    int mostConnections() {
        return mostConnections;
    }

    /** From now on the work takes so many times as long; 1 as usual. */
    void slowDown(int times) {
        slowness = times;
    }

    @Override
    public void on(Connection connection) throws SQLException {
        request.run(connection, slowness);
    }

    private static void sleep(Connection connection, int ms) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_sleep(?)")) {
            statement.setDouble(1, ms / 1e3);
            statement.executeQuery().close();
        }
    }

    private static void addUp(Connection connection, int rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select sum(sqrt(i)) from generate_series(1, ?) as i")) {
            statement.setInt(1, rows);
            statement.executeQuery().close();
        }
    }

    private static void updateHotRow(Connection connection, int slowness) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement("update hot set n = n + 1 where id = 1")) {
            update.executeUpdate();
            sleep(connection, LOCKED_MS * slowness);
            connection.commit();
        } finally {
            connection.rollback(); // costs nothing after a commit
            connection.setAutoCommit(true);
        }
    }
}
