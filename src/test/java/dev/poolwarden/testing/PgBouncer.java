package dev.poolwarden.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A real PgBouncer in front of a {@link TestPostgres}, for one test. Ends with the JVM, also when that is killed. */
public final class PgBouncer implements AutoCloseable {

    /** When PgBouncer gives a server connection to somebody else. */
    public enum Mode {
        /** When the client has gone. */
        SESSION,
        /** After each transaction. */
        TRANSACTION
    }

    /** The shell stops PgBouncer when its input ends, which is when this JVM closes it or dies. */
    private static final String BOUND_TO_INPUT = "\"$@\" & bouncer=$!; read -r _; kill $bouncer; wait $bouncer";

    /** PgBouncer refuses to work as root; Debian keeps this user for whoever needs no rights at all. */
    private static final String NOBODY = "nobody";

    private final TestPostgres postgres;
    private final Path directory;
    private final int port;
    private final Process process;

    private PgBouncer(TestPostgres postgres, Path directory, int port, Process process) {
        this.postgres = postgres;
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    private static File executable() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin")) // Debian's place, not on everybody's path
                .map(folder -> new File(folder, "pgbouncer"))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }

    /**
     * Starts one and waits until it answers; where none is installed, the test ends here as skipped.
     *
     * @param more lines of configuration beyond the least, such as {@code max_client_conn = 3}
     */
    public static PgBouncer start(Mode mode, TestPostgres postgres, String... more) {
        assumeTrue(executable() != null, "skipped: PgBouncer is not installed (Debian's package pgbouncer)");
        try {
            Path directory = Files.createTempDirectory("poolwarden-test-pgbouncer");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            int port = freePort();
            Path configuration = Files.writeString(
                    directory.resolve("pgbouncer.ini"), configuration(mode, postgres, port, List.of(more)));
            Process process = new ProcessBuilder(command(configuration))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            PgBouncer pooler = new PgBouncer(postgres, directory, port, process);
            pooler.awaitAnswer();
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path configuration) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", BOUND_TO_INPUT, "sh", executable().getPath(), "-q", configuration.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", NOBODY));
        }
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String configuration(Mode mode, TestPostgres postgres, int port, List<String> more) {
        return """
                [databases]
                app = host=127.0.0.1 port=%d user=app
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                ignore_startup_parameters = extra_float_digits
                pool_mode = %s
                %s
                """.formatted(postgres.port(), port, mode.name().toLowerCase(Locale.ROOT), String.join("\n", more));
    }

    private void awaitAnswer() {
        try {
            await().until(this::answers);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("PgBouncer ended: " + Files.readString(directory.resolve("log")));
        }
        try {
            DriverManager.getConnection(url()).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Has it read another configuration; what it says of modes and time-outs holds for clients that are connected already. */
    public void reload(Mode mode, String... more) {
        try {
            Files.writeString(directory.resolve("pgbouncer.ini"), configuration(mode, postgres, port, List.of(more)));
            long bouncer = process.children().findFirst().orElseThrow().pid();
            new ProcessBuilder("kill", "-HUP", Long.toString(bouncer)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/app?user=app";
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
            try (Stream<Path> files = Files.list(directory)) {
                files.map(Path::toFile).forEach(File::delete);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
