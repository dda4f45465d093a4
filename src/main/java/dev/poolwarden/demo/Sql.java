package dev.poolwarden.demo;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Plain JDBC with less noise. Borrows a connection for one piece of work and gives it back; thread-safe. */
@Singleton
class Sql {

    /** Reads the current row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done with one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource database;
    private final Timer acquire;

    Sql(DataSource database, MeterRegistry meters) {
        this.database = database;
        this.acquire = Timer.builder("demo.acquire")
                .description("How long the example waited for a connection, in vain or not")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    <T> T withConnection(Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            return work.on(connection);
        }
    }

    private Connection connection() throws SQLException {
        long start = System.nanoTime();
        try {
            return database.getConnection();
        } finally {
            acquire.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    <T> T inTransaction(Work<T> work) throws SQLException {
        return withConnection(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        });
    }

    <T> List<T> list(String query, Row<T> row, Object... parameters) throws SQLException {
        return withConnection(connection -> list(connection, query, row, parameters));
    }

    static <T> List<T> list(Connection connection, String query, Row<T> row, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return read(statement.executeQuery(), row);
        }
    }

    /** Runs statements separated by semicolons, all or none of them. */
    void run(String script) throws SQLException {
        withConnection(connection -> {
            run(connection, script);
            return null;
        });
    }

    /** Runs statements separated by semicolons; outside a transaction they form one. */
    static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(row.read(rows));
        }
        return all;
    }

    /** Explicit, because a pool that switches auto-commit on again would make the driver commit what is pending. */
    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
