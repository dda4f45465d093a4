package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What balancers, scrapers and dashboards of other stacks read. */
@QuarkusTest
class HealthTest {

    @BeforeEach
    void waitForCalm() {
        Api.awaitCalm();
    }

    @Test
    void the_pool_in_the_words_of_a_pool_with_overflow() {
        JsonPath pool = get("/health/db-pool").jsonPath();
        assertThat(pool.getMap("").keySet().stream().map(String::valueOf))
                .containsExactly("pool_size", "checked_in", "checked_out", "overflow", "total", "status");
        assertThat(pool.getInt("pool_size")).isEqualTo(20);
        assertThat(pool.getInt("checked_in") + pool.getInt("checked_out")).isEqualTo(pool.getInt("total"));
        assertThat(pool.getInt("overflow")).isEqualTo(Math.max(0, pool.getInt("total") - 20));
        assertThat(pool.getString("status")).isEqualTo("HEALTHY");
    }

    @Test
    void the_pool_in_the_words_of_a_pool_between_two_sizes() {
        JsonPath health = get("/api/health").jsonPath();
        assertThat(health.getMap("").keySet().stream().map(String::valueOf))
                .containsExactly("status", "database", "timestamp");
        assertThat(health.getMap("database").keySet().stream().map(String::valueOf))
                .containsExactly("size", "idle_connections", "max_size", "min_size", "status");
        assertThat(health.getInt("database.min_size")).isEqualTo(20);
        assertThat(health.getInt("database.max_size")).isEqualTo(30);
        assertThat(health.getString("status")).isEqualTo("HEALTHY");
        assertThat(Instant.parse(health.getString("timestamp"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void a_ping_is_answered() {
        assertThat(get("/api/v1/health/ping").asString()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void the_instance_is_up_and_says_how_the_pool_is(String path) {
        JsonPath health = get(path).then().statusCode(200).extract().jsonPath();
        assertThat(health.getString("status")).isEqualTo("UP");
        assertThat(health.getList("checks.name")).isNotEmpty().allMatch("poolwarden"::equals);
        assertThat(health.getString("checks[0].data.health")).isEqualTo("HEALTHY");
        assertThat(health.getString("checks[0].data.throttling_level")).isEqualTo("NORMAL");
        assertThat(health.getString("checks[0].data.reasons")).isEmpty();
    }

    @Test
    void every_metric_has_its_line_and_every_line_its_metric() throws IOException {
        Set<String> served = names(get("/q/metrics").asString(), "(?m)^(poolwarden_\\w+)");
        Set<String> written = names(Files.readString(Path.of("docs", "metrics.md")), "(?m)^\\| `(poolwarden_\\w+)`");
        assertThat(served).isNotEmpty().isEqualTo(written);
    }

    @Test
    void a_metric_is_what_the_status_says() {
        String metrics = get("/q/metrics").asString();
        assertThat(metrics)
                .contains("poolwarden_level 0.0\n")
                .contains("poolwarden_connections_size 20.0\n")
                .contains("poolwarden_gate_limit 25.0\n")
                .contains("poolwarden_database_reachable 1.0\n")
                .contains("poolwarden_query_mean_seconds NaN\n");
    }

    @Test
    void the_description_lists_every_path_of_ours() throws IOException {
        Set<String> described = get("/q/openapi?format=json")
                .jsonPath()
                .<String, Object>getMap("paths")
                .keySet();
        assertThat(described)
                .contains(
                        Api.CONFIG,
                        Api.STATUS,
                        Api.CLEANUP,
                        Api.CONNECTION_TEST,
                        "/api/v1/health/ping",
                        "/api/health",
                        "/health/db-pool")
                .noneMatch(path -> path.startsWith("/test"));
        String page = Files.readString(Path.of("docs", "http-api.md"));
        assertThat(described)
                .filteredOn(path -> path.contains("health"))
                .allSatisfy(path -> assertThat(page).contains(path.replace(Paths.DATABASE, "")));
    }

    static Stream<Supplier<Response>> everyKindOfAnswer() {
        return Stream.of(
                () -> get(Api.CONFIG),
                () -> given().header("If-None-Match", "*").get(Api.CONFIG),
                () -> get(Api.STATUS),
                () -> get("/q/health"),
                () -> get("/q/metrics"),
                () -> get("/q/openapi"),
                () -> get("/nope"),
                () -> get(Api.CONFIG + "?x"),
                () -> given().delete(Api.CONFIG),
                () -> given().post(Api.CLEANUP),
                () -> given().header("Origin", "https://evil.example").get(Api.CONFIG),
                () -> given().body("x".repeat(70_000)).post(Api.CLEANUP),
                () -> get("/test/failing/sql"),
                () -> get("/test/failing/no-connection"));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfAnswer")
    void every_answer_tells_the_browser_to_be_careful(Supplier<Response> ask) {
        Response answer = ask.get();
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Server")).isNull();
    }

    private static Set<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(hit -> hit.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
