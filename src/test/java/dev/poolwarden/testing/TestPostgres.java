package dev.poolwarden.testing;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL for the tests of one class, which may stop and start it: same port, same data. */
public final class TestPostgres implements AutoCloseable {

    private static final int ROOMY = 60;

    private final Path data;
    private final int maxConnections;
    private EmbeddedPostgres server;
    private int port;

    public TestPostgres() {
        this(ROOMY);
    }

    /** @param maxConnections what the server allows, those included that it keeps for administrators */
    public TestPostgres(int maxConnections) {
        this.maxConnections = maxConnections;
        try {
            data = Files.createTempDirectory("poolwarden-test-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
        asAdmin("create role app login password 'right'");
        asAdmin("create database app owner app");
    }

    /** From a data directory that there is, which it takes over; not started yet, for it may have to follow another. */
    public TestPostgres(Path data) {
        this.maxConnections = ROOMY; // a standby needs as many as its primary
        this.data = data;
    }

    public void start() {
        try {
            var builder = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C") // that of the environment may not be installed
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("max_connections", Integer.toString(maxConnections))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
            if (port != 0) {
                builder.setPort(port);
            }
            server = builder.start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every process of the server without a word to anybody, as a crash of the machine does. */
    public void kill() {
        signal("KILL");
        stop();
    }

    /** The server stands still, its connections stay open; until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            String postmaster =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            List<String> command = new ArrayList<>(List.of("kill", "-" + signal, postmaster));
            ProcessHandle.of(Long.parseLong(postmaster))
                    .orElseThrow()
                    .children()
                    .map(ProcessHandle::pid)
                    .map(String::valueOf)
                    .forEach(command::add);
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Where it keeps its files. */
    public Path data() {
        return data;
    }

    /** From now on only the right password, {@code right}, lets the role {@code app} in. */
    public void requirePassword() {
        try {
            Path rules = data.resolve("pg_hba.conf");
            Files.writeString(rules, "host all app all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asAdmin("select pg_reload_conf()");
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/app?user=app";
    }

    public void asAdmin(String sql) {
        asAdmin("postgres", sql);
    }

    /** In another database than the administrator's own. */
    public void asAdmin(String database, String sql) {
        try (Connection connection = admin(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the query's one number is. */
    public int count(String sql) {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Client connections of the pool under test that the server lists, the reserved one left out. */
    public int pooled() {
        return count("select count(*) from pg_stat_activity where application_name = 'poolwarden:test'");
    }

    /**
     * Waits until a pool that was closed has left nothing behind. The driver forgets a connection whose opening is interrupted
     * in the very moment it is there, and closes it when it is collected; a process that ends needs no such help.
     */
    public void awaitNothingPooled() {
        await().until(() -> {
            if (pooled() > 0) {
                System.gc();
            }
            return pooled() == 0;
        });
    }

    public Connection admin() throws SQLException {
        return admin("postgres");
    }

    /** To another database than the administrator's own. */
    public Connection admin(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres");
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
