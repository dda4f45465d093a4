package dev.poolwarden.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Other clients of the same address: some hold a transaction open, some ask one short question after another. */
public final class Neighbours implements AutoCloseable {

    private final List<Connection> holders = new ArrayList<>();
    private final List<Thread> askers = new ArrayList<>();
    private volatile boolean over;

    public Neighbours(String url, int holding, int asking) throws SQLException {
        for (int i = 0; i < holding; i++) {
            Connection holder = DriverManager.getConnection(url);
            holders.add(holder);
            holder.setAutoCommit(false);
            ask(holder);
        }
        for (int i = 0; i < asking; i++) {
            Connection asker = DriverManager.getConnection(url);
            askers.add(new Thread(() -> askOnAndOn(asker)));
        }
        askers.forEach(Thread::start);
    }

    private void askOnAndOn(Connection asker) {
        try (asker) {
            while (!over) {
                ask(asker);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    @Override
    public void close() throws SQLException {
        over = true;
        for (Thread each : askers) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Connection each : holders) {
            each.rollback(); // a pooler drops the process of a client that leaves amid a transaction
            each.close();
        }
    }
}
