package dev.poolwarden.faults;

import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A server that follows another: nothing is acknowledged there before it is here. */
final class Standby {

    /** Files of the running primary that a copy must not have. */
    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final TestPostgres server;

    private Standby(TestPostgres server) {
        this.server = server;
    }

    /** Copies the primary while it works, and returns when the copy follows in step. */
    static Standby of(TestPostgres primary) {
        try {
            Path copy = Files.createTempDirectory("poolwarden-test-standby");
            copy(primary, copy);
            Files.createFile(copy.resolve("standby.signal"));
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + primary.port() + " user=postgres'\n",
                    StandardOpenOption.APPEND);
            TestPostgres server = new TestPostgres(copy);
            server.start();
            followInStep(primary);
            return new Standby(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PostgreSQL's base backup by hand: its tool is not among the embedded binaries. */
    private static void copy(TestPostgres primary, Path copy) throws IOException, SQLException {
        try (Connection connection = primary.admin();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('standby', true)");
            copyFiles(primary.data(), copy);
            try (ResultSet stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        folder,
                        to.resolve(from.relativize(folder)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_PROCESS.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file)),
                                StandardCopyOption.COPY_ATTRIBUTES,
                                LinkOption.NOFOLLOW_LINKS);
                    } catch (NoSuchFileException e) {
                        // a working server removes files too
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // removed meanwhile
            }
        });
    }

    /** From here on the primary acknowledges what the standby has; what it acknowledged before, the standby has by then. */
    private static void followInStep(TestPostgres primary) {
        String following = "select count(*) from pg_stat_replication where state = 'streaming'";
        await().until(() -> primary.count(following) == 1);
        primary.asAdmin("alter system set synchronous_standby_names = '*'");
        primary.asAdmin("select pg_reload_conf()");
        // A session begins with what the postmaster has read, which has told the checkpointer by then; and that has
        // told all sessions before it does as it is asked here.
        String known = "select count(*) from pg_settings where name = 'synchronous_standby_names' and setting = '*'";
        await().until(() -> primary.count(known) == 1);
        primary.asAdmin("checkpoint");
        // A commit that waits for the standby; all that was committed before it is there then.
        primary.asAdmin("set synchronous_commit = on; select pg_logical_emit_message(true, 'in', 'step')");
    }

    /** The same server as a primary of its own. */
    TestPostgres promoted() {
        server.asAdmin("select pg_promote()");
        return server;
    }
}
