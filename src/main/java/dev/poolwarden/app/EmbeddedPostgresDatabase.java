package dev.poolwarden.app;

import io.quarkus.arc.profile.IfBuildProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL as a child process. It outlives live reloads, whose class loaders come and go, and ends with the JVM even
 * if that is killed: a watchdog holds a pipe to the JVM and stops the server when the pipe breaks.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Dependent
class EmbeddedPostgresDatabase implements LocalDatabase {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden");

    /** Where the URL survives a live reload. */
    private static final String KEEP = "embedded-postgres.poolwarden.url";

    @Override
    public String jdbcUrl() {
        synchronized (System.getProperties()) {
            String running = System.getProperty(KEEP);
            if (running != null) {
                return running;
            }
            String url = start();
            System.setProperty(KEEP, url);
            return url;
        }
    }

    private static String start() {
        try {
            Path data = Files.createTempDirectory("poolwarden-postgres");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C") // that of the environment may not be installed
                    .setDataDirectory(data)
                    .setCleanDataDirectory(true)
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("fsync", "off")
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stopWithThisProcess(data);
            createDatabase(postgres);
            LOG.infof("Embedded PostgreSQL listens on port %d; set DATABASE_URL to use another", postgres.getPort());
            return "jdbc:postgresql://localhost:" + postgres.getPort() + "/poolwarden?user=poolwarden";
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start; set DATABASE_URL to use another", e);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL did not take the example database", e);
        }
    }

    /** Not a superuser: what works here works with the rights that an application has. */
    private static void createDatabase(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role poolwarden login");
            statement.execute("create database poolwarden owner poolwarden");
        }
    }

    private static void stopWithThisProcess(Path data) throws IOException {
        String script = "trap '' INT TERM HUP; cat >/dev/null; "
                + "kill -QUIT \"$(head -n 1 \"$0/postmaster.pid\")\" 2>/dev/null; sleep 1; rm -rf \"$0\"";
        new ProcessBuilder(List.of("sh", "-c", script, data.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
