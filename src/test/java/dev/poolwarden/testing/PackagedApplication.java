package dev.poolwarden.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application, jar or binary, as a process of its own, in production mode, as an operator starts it. */
public final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

    private final Queue<String> log = new ConcurrentLinkedQueue<>(); // what fails for minutes says much
    private final Process process;

    /** @param environment also {@code QUARKUS_HTTP_PORT}, where any free port will not do */
    public PackagedApplication(Map<String, String> environment) {
        this(environment, Map.of());
    }

    public PackagedApplication(Map<String, String> environment, Map<String, String> systemProperties) {
        ProcessBuilder builder = new ProcessBuilder(Artifact.underTest().command(systemProperties));
        builder.environment().keySet().removeIf(name -> name.matches("(DB|DATABASE|POOLWARDEN|QUARKUS)_.*"));
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "log of the packaged application");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException e) {
            log.add("log ended: " + e.getMessage());
        }
    }

    /** Waits until it serves HTTP and returns its base URL. */
    public String awaitUrl() {
        await().atMost(Duration.ofSeconds(60)).until(() -> port() > 0);
        return "http://localhost:" + port();
    }

    private int port() {
        return log.stream()
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(found -> Integer.parseInt(found.group(1)))
                .orElse(0);
    }

    /** Waits until it ends by itself and returns its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("It still runs: " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as an orchestrator does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it as a crash does, without a word to anybody; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    public List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
