package dev.poolwarden.demo.storm;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Answers over real connections as a test has it, and 404 else; remembers what it was asked for. */
final class PretendedApplication implements AutoCloseable {

    static final String CONFIG = "/api/v1/health/database/throttling-config";
    static final String WORK = "/api/demo/work";

    static final String NORMAL = """
            {"throttling_level": "NORMAL", "max_concurrent_requests": 10, "max_requests_per_minute": 100,
             "request_delay_ms": 100, "circuit_breaker_open": false, "emergency_mode_active": false, "instance": "a1b2",
             "revision": 1, "poll_after_seconds": 30, "valid_for_seconds": 90, "retry_after_seconds": 0}""";

    final Vertx vertx = Vertx.vertx();
    final Map<String, Consumer<HttpServerResponse>> answers = new ConcurrentHashMap<>();
    final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::answer)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    private void answer(HttpServerRequest request) {
        asked.add(request.path());
        answers.getOrDefault(
                        request.path(), response -> response.setStatusCode(404).end())
                .accept(request.response());
    }

    Site site() {
        return new Site(vertx, URI.create("http://localhost:" + server.actualPort()), StormHalf.A_TAB);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
