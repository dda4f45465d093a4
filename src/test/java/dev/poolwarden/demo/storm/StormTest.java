package dev.poolwarden.demo.storm;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small storm over the application under test and its real database. */
@QuarkusTest
class StormTest {

    private static final String STORM = "/api/demo/storm";
    private static final String CONFIG = "/api/v1/health/database/throttling-config";
    private static final String STATUS = "/api/v1/health/database/status";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String ADA =
            "Basic " + Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));

    @TestHTTPResource("")
    URI base;

    @Inject
    Storm storm;

    @Inject
    Usage usage;

    @BeforeEach
    void awaitCalm() {
        await().atMost(PATIENCE)
                .until(() -> when().get(CONFIG)
                        .jsonPath()
                        .getString("throttling_level")
                        .equals("NORMAL"));
    }

    @AfterEach
    void callOff() throws InterruptedException {
        storm.stop(new ShutdownEvent());
    }

    @Test
    void without_the_rules_it_comes_to_an_emergency_and_with_them_nobody_is_rejected() {
        Set<String> phases = new HashSet<>();
        CompletableFuture<Response> answer = begin("{\"seconds\": 8}");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            phases.add(state().getString("phase"));
            return answer.isDone();
        });
        JsonPath table = answer.join().then().statusCode(200).extract().jsonPath();

        assertThat(List.of(table.getInt("tabs"), table.getInt("seconds"), table.getInt("hold_ms")))
                .containsExactly(5, 8, 50);
        assertThat(table.getList("rows.rules", Boolean.class)).containsExactly(false, true);
        assertThat(table.getList("rows[0].levels", String.class))
                .startsWith("NORMAL")
                .contains("EMERGENCY");
        assertThat(table.getLong("rows[0].rejected")).isPositive();
        assertThat(table.getLong("rows[1].succeeded")).isPositive();
        assertThat(table.getLong("rows[1].rejected")).isZero();
        assertThat(table.getList("rows[1].levels", String.class)).containsExactly("NORMAL");
        for (int i = 0; i < 2; i++) {
            String row = "rows[" + i + "].";
            assertThat(table.getLong(row + "requests"))
                    .isEqualTo(table.getLong(row + "succeeded")
                            + table.getLong(row + "rejected")
                            + table.getLong(row + "failed"));
            assertThat(table.getDouble(row + "p50_ms")).isBetween(50.0, table.getDouble(row + "p99_ms"));
        }
        assertThat(phases).contains("without_rules", "recovering", "with_rules");
        assertThat(state().getString("phase")).isEqualTo("idle");
        assertNothingIsLeft();
    }

    @Test
    void one_runs_at_a_time_and_says_so() {
        CompletableFuture<Response> first = begin("{\"seconds\": 1}");
        await().until(() -> state().getBoolean("running"));
        begin("{}")
                .join()
                .then()
                .statusCode(409)
                .contentType(startsWith("application/problem+json"))
                .body(containsString("runs already"));
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void the_usage_that_it_climbs_by_is_the_monitors() {
        begin("{}");
        await().atMost(PATIENCE).until(() -> usage.percent().orElse(0) > 0);
        await().atMost(PATIENCE)
                .until(() -> Math.abs(usage.percent().orElseThrow()
                                - when().get(STATUS).jsonPath().getDouble("usage_percent"))
                        < 0.1);
    }

    @Test
    void a_shutdown_calls_it_off() throws InterruptedException {
        CompletableFuture<Response> answer = begin("{}");
        await().until(() -> when().get(STATUS).jsonPath().getInt("gate.in_flight") > 0);
        storm.stop(new ShutdownEvent());
        answer.join().then().statusCode(503).contentType(startsWith("application/problem+json"));
        assertThat(state().getBoolean("running")).isFalse();
        assertNothingIsLeft();
    }

    @Test
    void neither_a_body_nor_a_content_type_is_needed() throws Exception {
        HttpRequest bare = HttpRequest.newBuilder(base.resolve(STORM))
                .header("Authorization", ADA)
                .POST(BodyPublishers.noBody())
                .build();
        var answer = HttpClient.newHttpClient().sendAsync(bare, BodyHandlers.ofString());
        await().until(() -> answer.isDone() || state().getBoolean("running"));
        storm.stop(new ShutdownEvent());
        assertThat(answer.join().statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tabs\": 0}",
                "{\"tabs\": 21}",
                "{\"seconds\": 0}",
                "{\"seconds\": 61}",
                "{\"hold_ms\": 0}",
                "{\"hold_ms\": 1001}",
                "{\"tabs\": \"5\"}",
                "{\"tabs\": 1.5}",
                "{\"tab\": 5}",
                "[]",
                "{"
            })
    void what_is_out_of_bounds_is_400(String body) {
        begin(body).join().then().statusCode(400).contentType(startsWith("application/problem+json"));
        assertThat(state().getBoolean("running")).isFalse();
    }

    @Test
    void only_operators_may() {
        given().contentType(ContentType.JSON).body("{}").post(STORM).then().statusCode(401);
        when().get(STORM).then().statusCode(401);
        operator()
                .header("Sec-Fetch-Site", "cross-site")
                .contentType(ContentType.JSON)
                .post(STORM)
                .then()
                .statusCode(403)
                .body(containsString("another origin"));
        assertThat(storm.phase()).isEqualTo(StormPhase.IDLE);
    }

    private static void assertNothingIsLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonPath status = when().get(STATUS).jsonPath();
            assertThat(status.getInt("gate.in_flight")).isZero();
            assertThat(status.getInt("gate.waiting")).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(each -> each.getName().equals(StormThreads.NAME));
        });
    }

    private static CompletableFuture<Response> begin(String body) {
        RequestSpecification request = operator();
        return CompletableFuture.supplyAsync(
                () -> request.contentType(ContentType.JSON).body(body).post(STORM));
    }

    private static JsonPath state() {
        return operator().get(STORM).then().statusCode(200).extract().jsonPath();
    }

    private static RequestSpecification operator() {
        return given().auth().preemptive().basic("ada", "correct horse");
    }
}
