package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract calls "from memory" is answered while every worker thread is taken. */
@QuarkusTest
@TestProfile(FromMemoryTest.FewWorkers.class)
class FromMemoryTest {

    private static final int WORKERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static class FewWorkers implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.thread-pool.max-threads", String.valueOf(WORKERS));
        }
    }

    @Inject
    ExecutorService workers;

    @TestHTTPResource("")
    URI base;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch taken = new CountDownLatch(WORKERS);
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void takeEveryWorker() throws InterruptedException {
        for (int i = 0; i < WORKERS; i++) {
            workers.execute(this::hold);
        }
        taken.await();
    }

    private void hold() {
        taken.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void releaseThem() {
        released.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Api.CONFIG,
                Api.STATUS,
                Api.HISTORY,
                "/api/v1/health/ping",
                "/api/health",
                "/health/db-pool",
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi"
            })
    void anyone_is_answered(String path) {
        assertThat(ask(path).join().statusCode()).isEqualTo(200);
    }

    @Test
    void a_listener_hears_the_config() throws IOException {
        try (Listener listener = new Listener(base)) {
            assertThat(listener.next().name()).isEqualTo("config");
        }
    }

    @Test
    void an_operator_is_answered() {
        HttpResponse<String> answer = ask(Api.CONNECTION_TEST).join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Otherwise the others would prove nothing. */
    @Test
    void what_needs_a_worker_waits() {
        CompletableFuture<HttpResponse<String>> employees = ask("/api/employees");
        assertThat(ask(Api.CONFIG).join().statusCode()).isEqualTo(200);
        assertThat(employees).isNotDone();
        released.countDown();
        assertThat(employees.join().statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        String ada = Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Basic " + ada)
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }
}
