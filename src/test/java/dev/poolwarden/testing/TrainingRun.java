package dev.poolwarden.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the packaged application as a small instance runs it, asks for everything it serves, ends it as an orchestrator does,
 * and so has the JVM write down what the next start need not find out again: an AOT cache from JDK 25 on, an archive of
 * classes before. The profile {@code aot} runs this after packaging.
 */
final class TrainingRun {

    private static final int ROUNDS = 20;
    private static final String ASSISTANT = "{\"text\":\"How are you?\"}";
    private static final List<String> ROUTES = List.of(
            "/",
            "/examples/tabs.html",
            "/api/dashboard",
            "/api/activities",
            "/api/notifications",
            "/api/employees",
            "/api/conversations",
            "/api/conversations/1",
            "/api/v1/health/database/throttling-config",
            "/api/v1/health/database/status",
            "/api/v1/health/ping",
            "/health/db-pool",
            "/api/health",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/metrics",
            "/q/openapi",
            "/api/conversations/0",
            "/nowhere");

    private final Path application;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();

    private TrainingRun(Path application) {
        this.application = application;
    }

    /** @param arguments the folder of the packaged application, and the file of JVM options to train with */
    public static void main(String... arguments) throws Exception {
        new TrainingRun(Path.of(arguments[0])).train(Path.of(arguments[1]));
    }

    private void train(Path options) throws IOException, InterruptedException {
        boolean cache = Runtime.version().feature() >= 25;
        Path output = application.resolve(cache ? "app.aot" : "app.jsa");
        Files.deleteIfExists(output);
        try (TestPostgres postgres = new TestPostgres()) {
            List<String> record = cache
                    ? List.of("-XX:AOTCacheOutput=app.aot", "-Xlog:aot=error", "-Xlog:cds=error")
                    : List.of("-XX:ArchiveClassesAtExit=app.jsa", "-Xlog:cds=error");
            rehearse(start(options, record, postgres));
        }
        if (!Files.exists(output)) {
            throw new IllegalStateException("The JVM has written no " + output + "; what it said is above");
        }
        System.out.printf("%s, %d MB%n", output, Files.size(output) >> 20);
    }

    private void rehearse(Process process) throws IOException, InterruptedException {
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive() || answers());
            if (!process.isAlive()) {
                throw new IllegalStateException("The application has ended by itself; what it said is above");
            }
            for (int i = 0; i < ROUNDS; i++) {
                work();
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("/api/employees") == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private Process start(Path options, List<String> record, TestPostgres postgres) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("@" + options.toAbsolutePath());
        command.addAll(record);
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(application.toFile()).inheritIO();
        builder.environment().keySet().removeIf(name -> name.matches("(DB|DATABASE|POOLWARDEN|QUARKUS)_.*"));
        builder.environment().put("DATABASE_URL", postgres.url());
        builder.environment().put("POOLWARDEN_PRESET", "small");
        builder.environment().put("POOLWARDEN_DEMO_ENABLED", "true");
        builder.environment().put("POOLWARDEN_DEMO_ASSISTANT_DELAY", "10ms");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder.start();
    }

    private void work() throws IOException, InterruptedException {
        for (String route : ROUTES) {
            get(route);
        }
        post("/api/conversations", "{\"title\":\"Training\"}");
        post("/api/conversations/1/messages", ASSISTANT);
        post("/api/conversations/1/messages/holding", ASSISTANT);
        post("/api/conversations/1/messages", "{}");
        post("/api/v1/health/database/force-cleanup", "{}");
    }

    private int get(String path) throws IOException, InterruptedException {
        return send(to(path).GET());
    }

    private void post(String path, String json) throws IOException, InterruptedException {
        send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
