package dev.poolwarden.scenario;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.poolwarden.testing.PackagedApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The packaged application at one address, and a second address where a test in another process may {@code POST /kill} it and
 * {@code POST /start} it again, or {@code /freeze} and {@code /thaw} it.
 */
final class RestartableApplication implements AutoCloseable {

    private final Map<String, String> environment;
    private final int port;
    private final HttpServer control;
    private PackagedApplication running;

    RestartableApplication(Map<String, String> environment) throws IOException {
        this.environment = new HashMap<>(environment);
        port = freePort();
        this.environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/kill", exchange -> answer(exchange, this::kill));
        control.createContext("/start", exchange -> answer(exchange, this::start));
        control.createContext("/freeze", exchange -> answer(exchange, () -> signal("STOP")));
        control.createContext("/thaw", exchange -> answer(exchange, () -> signal("CONT")));
        control.start();
    }

    /**
     * Below the ports that outgoing connections get: one of those could take it while the application is down, or, asking for it
     * from itself, even connect to itself.
     */
    private static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                continue; // in use
            }
        }
        throw new IllegalStateException("No port is free");
    }

    String url() {
        return "http://localhost:" + port;
    }

    String controlUrl() {
        return "http://127.0.0.1:" + control.getAddress().getPort();
    }

    /** Returns when it answers; at once when it runs. */
    synchronized void start() {
        if (running == null) {
            running = new PackagedApplication(environment);
            Browserlike browser = new Browserlike(running.awaitUrl());
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> browser.get("/api/v1/health/ping").join().statusCode() == 200);
        }
    }

    /** Without a word to anybody; returns when it is gone. */
    synchronized void kill() {
        if (running != null) {
            running.kill();
            running = null;
        }
    }

    private synchronized void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, Runnable action) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            String failure = failure(action);
            byte[] body = failure.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(failure.isEmpty() ? 204 : 500, failure.isEmpty() ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String failure(Runnable action) {
        try {
            action.run();
            return "";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        control.stop(0);
        kill();
    }
}
