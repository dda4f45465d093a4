package dev.poolwarden.demo;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/** Creates and fills the tables of the example workload, once per database. Thread-safe. */
@Singleton
class DemoTables {

    private static final Logger LOG = Logger.getLogger(DemoTables.class);

    /** Any number nobody else is likely to lock: "pooldemo" in ASCII. */
    private static final long LOCK = 0x706F6F6C_64656D6FL;

    private static final String ANY_TABLE =
            "select exists (select from pg_class where relnamespace = to_regnamespace('poolwarden_demo'))";

    private final Sql sql;
    private volatile boolean present;

    DemoTables(Sql sql) {
        this.sql = sql;
    }

    /**
     * Makes sure that the tables are there; costs nothing once they are. All or nothing happens, and of instances that
     * start at the same time one does it while the others wait.
     *
     * @throws SQLException when the database is away or refuses; calling again is safe
     */
    void ensure() throws SQLException {
        if (!present) {
            sql.inTransaction(DemoTables::createUnlessPresent);
            present = true;
        }
    }

    private static Void createUnlessPresent(Connection connection) throws SQLException {
        // A statement of its own: what follows must see what the instance before us committed.
        Sql.list(connection, "select pg_advisory_xact_lock(?)", row -> null, LOCK);
        if (!Sql.list(connection, ANY_TABLE, row -> row.getBoolean(1)).get(0)) {
            Sql.run(connection, resource("/demo/schema.sql"));
            Sql.run(connection, resource("/demo/data.sql"));
            LOG.info("Created the tables of the example workload in the schema poolwarden_demo");
        }
        return null;
    }

    private static String resource(String name) {
        try (InputStream in = DemoTables.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
