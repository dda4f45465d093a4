package dev.poolwarden.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Talks to the running application over real HTTP, as browsers do. */
final class Browserlike {

    /** What one tab of the example's frontend asks for at once. */
    static final List<String> TAB =
            List.of("/api/dashboard", "/api/conversations", "/api/activities?limit=50", "/api/notifications");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    Browserlike(String base) {
        this.base = base;
    }

    CompletableFuture<HttpResponse<String>> get(String path) {
        return http.sendAsync(request(path).GET().build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> hold() {
        return http.sendAsync(
                request("/api/conversations/1/messages/holding")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"How busy are we?\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode config() {
        return json(get("/api/v1/health/database/throttling-config").join());
    }

    JsonNode status() {
        return json(get("/api/v1/health/database/status").join());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }
}
