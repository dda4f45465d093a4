package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.poolwarden.testing.PackagedApplication;
import dev.poolwarden.testing.TestPostgres;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packaged application in production mode, while its database goes away, comes back, or lets it in only later: always an
 * embedded one, since nobody would have a given one stopped.
 */
class OutageIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
        postgres.requirePassword();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void a_restart_of_the_database_under_load_opens_the_breaker_and_everything_recovers_by_itself() {
        try (PackagedApplication application = start("right");
                Load load = new Load(new Browserlike(application.awaitUrl()))) {
            Browserlike browser = load.browser;
            await().until(() -> load.served.get() > 100);

            postgres.stop();
            await().until(() -> browser.config().at("/circuit_breaker_open").asBoolean());
            assertThat(browser.config().at("/throttling_level").asText()).isEqualTo("EMERGENCY");
            await().until(() -> browser.status().at("/database/reachable").asBoolean() == false);
            assertThat(browser.get("/q/health/ready").join().statusCode()).isEqualTo(200);
            await().until(() -> load.rejected.get() > 10);

            postgres.start();
            await().atMost(BOUND)
                    .until(() -> !browser.config().at("/circuit_breaker_open").asBoolean());
            int before = load.served.get();
            await().atMost(BOUND).until(() -> load.served.get() > before + 100);
            load.close();
            assertThat(Duration.ofNanos(load.longest.get())).isLessThan(Duration.ofSeconds(11));
            await().atMost(BOUND)
                    .until(() ->
                            browser.config().at("/throttling_level").asText().equals("NORMAL"));
            // What is published may be a second old, and from before the load ended.
            await().until(() -> browser.status().at("/gate/in_flight").asInt() == 0);
            JsonNode status = browser.status();
            assertThat(status.at("/gate/in_flight").asInt()).isZero();
            assertThat(status.at("/pool/in_use").asInt()).isZero();
            assertThat(status.at("/breaker/opened").asInt()).isEqualTo(1);
        }
    }

    @Test
    void a_wrong_password_is_said_once_and_never_shown_and_a_right_one_is_taken_later() {
        try (PackagedApplication application = start("wr0ngsecret")) {
            Browserlike browser = new Browserlike(application.awaitUrl());
            assertThat(browser.config().at("/reasons").toString()).contains("database_login_refused");
            assertThat(browser.status().at("/health").asText()).isEqualTo("CRITICAL");
            assertThat(browser.get("/api/dashboard").join().statusCode()).isEqualTo(503);

            postgres.asAdmin("alter role app password 'wr0ngsecret'");
            await().atMost(BOUND)
                    .until(() ->
                            browser.config().at("/throttling_level").asText().equals("NORMAL"));
            assertThat(browser.get("/api/dashboard").join().statusCode()).isEqualTo(200);
            assertThat(application.log().stream().filter(line -> line.contains("28P01")))
                    .hasSizeBetween(1, 2);
            assertThat(application.log()).noneMatch(line -> line.contains("wr0ngsecret"));
            assertThat(browser.get("/api/v1/health/database/status").join().body())
                    .doesNotContain("wr0ngsecret");
        } finally {
            postgres.asAdmin("alter role app password 'right'");
        }
    }

    @Test
    void a_termination_drains_first() {
        PackagedApplication application = start("right");
        try (application) {
            Browserlike browser = new Browserlike(application.awaitUrl());
            CompletableFuture<HttpResponse<String>> working = browser.hold();
            await().until(() -> browser.status().at("/pool/in_use").asInt() == 1);
            application.terminate();
            assertThat(working.join().statusCode()).isEqualTo(201);
            assertThat(application.awaitExit()).isIn(0, 143);
        }
        await().until(() -> postgres.count("select count(*) from pg_stat_activity where usename = 'app'") == 0);
    }

    private static PackagedApplication start(String password) {
        return new PackagedApplication(Map.of(
                "DATABASE_URL", "postgres://app:" + password + "@localhost:" + postgres.port() + "/app?sslmode=prefer",
                "POOLWARDEN_DEMO_ENABLED", "true",
                "POOLWARDEN_DEMO_TASKS", "false",
                "POOLWARDEN_DEMO_ASSISTANT_DELAY", "1s",
                "POOLWARDEN_PRESSURE_FALL_AFTER", "3s"));
    }

    /** Eight callers that ask for the dashboard as fast as they are answered. */
    private static final class Load implements AutoCloseable {

        private final Browserlike browser;
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger rejected = new AtomicInteger();
        private final AtomicLong longest = new AtomicLong();
        private final List<CompletableFuture<?>> loops = new ArrayList<>();
        private volatile boolean over;

        Load(Browserlike browser) {
            this.browser = browser;
            for (int i = 0; i < 8; i++) {
                loops.add(loop());
            }
        }

        private CompletableFuture<?> loop() {
            long start = System.nanoTime();
            return over
                    ? CompletableFuture.completedFuture(null)
                    : browser.get("/api/dashboard").thenComposeAsync(response -> {
                        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                        (response.statusCode() == 200 ? served : rejected).incrementAndGet();
                        return loop();
                    });
        }

        @Override
        public void close() {
            over = true;
            CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).join();
        }
    }
}
