package dev.poolwarden.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.poolwarden.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A disk that is full for whoever begins a conversation, needing neither rights nor a mount: a trigger writes to a table whose
 * file is the system's /dev/full. The server's answer is its own, 53100.
 */
final class FullDisk {

    private static final Path FULL = Path.of("/dev/full");

    private final Patient patient;

    private FullDisk(Patient patient) {
        this.patient = patient;
    }

    /** Stops and starts the server: it must not know the file before. */
    static FullDisk in(Patient patient) {
        if (Files.exists(FULL)) {
            TestPostgres postgres = patient.postgres;
            postgres.asAdmin("app", "create table filler (written int)");
            // One at a time: for several who wait the server would ask for many pages at once, by a call that no device
            // knows.
            postgres.asAdmin("app", """
                    create function fill() returns trigger security definer language plpgsql as $$ begin
                        perform pg_advisory_xact_lock(1);
                        insert into public.filler values (1);
                        return new;
                    end $$""");
            Path file = postgres.data().resolve(pathOf(postgres, "filler"));
            postgres.stop();
            try {
                Files.delete(file);
                Files.createSymbolicLink(file, FULL);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            postgres.start();
        }
        return new FullDisk(patient);
    }

    private static String pathOf(TestPostgres postgres, String table) {
        try (Connection connection = postgres.admin("app");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_relation_filepath('" + table + "')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void fill() {
        assumeTrue(Files.exists(FULL), "skipped: this system has no " + FULL);
        patient.postgres.asAdmin(
                "app",
                "create trigger fills before insert on poolwarden_demo.conversations for each row execute function fill()");
        requireFull();
    }

    private void requireFull() {
        try (Connection connection = patient.postgres.admin("app");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into poolwarden_demo.conversations (title) values ('No room')");
        } catch (SQLException e) {
            if ("53100".equals(e.getSQLState())) {
                return;
            }
            throw new IllegalStateException("No full disk, but " + e.getSQLState(), e);
        }
        throw new IllegalStateException("The disk is not full");
    }

    void clear() {
        patient.postgres.asAdmin("app", "drop trigger fills on poolwarden_demo.conversations");
    }
}
