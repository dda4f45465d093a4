package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what an operator gets. What is wrong with a body is another test's matter. */
@QuarkusTest
class OperatorResourceTest {

    private static final String ADA =
            "Basic " + Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));

    @TestHTTPResource("")
    URI base;

    @Inject
    FailedSignIns failed;

    @AfterEach
    void forgetFailures() {
        Api.forgetFailures(failed);
    }

    @Test
    void who_is_nobody_is_asked_to_sign_in() {
        assertSignInIsAsked(when().post(Api.CLEANUP));
        assertSignInIsAsked(when().get(Api.CONNECTION_TEST));
        assertSignInIsAsked(when().get(Api.HOLDERS));
        assertSignInIsAsked(when().get(Api.AUDIT));
        assertSignInIsAsked(when().get(Api.ANALYSIS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YWRhOnh4", // ada:xx
                "Basic ZXZlOmNvcnJlY3QgaG9yc2U=", // eve:correct horse
                "Basic YWRhOg==", // ada without a password
                "Basic YWRh", // no colon
                "Basic Og==", // a colon
                "Basic !!!",
                "Basic",
                "Bearer abc"
            })
    void who_cannot_sign_in_is_asked_again(String authorization) {
        assertSignInIsAsked(given().header("Authorization", authorization).post(Api.CLEANUP));
        assertSignInIsAsked(given().header("Authorization", authorization).get(Api.CONNECTION_TEST));
    }

    @Test
    void a_script_of_a_page_hears_so_without_the_browser_asking_by_itself() {
        Response answer = given().header("X-Requested-With", "dashboard").get(Api.HOLDERS);
        Api.problem(answer, 401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("X-Basic realm=\"poolwarden\"");
    }

    private static void assertSignInIsAsked(Response answer) {
        Api.problem(answer, 401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"poolwarden\"");
        assertThat(answer.asString()).doesNotContain("ada");
    }

    /** The dashboard's figures must not vanish for who mistyped a password. */
    @Test
    void a_wrong_password_is_no_matter_where_none_is_needed() {
        given().auth().preemptive().basic("ada", "wrong").get(Api.CONFIG).then().statusCode(200);
    }

    @Test
    void a_cleanup_tells_what_it_did() {
        JsonPath done = cleanup("{\"override_cooldown\":true,\"reason\":\"a test\"}");
        assertThat(done.getMap(""))
                .containsOnlyKeys(
                        "id",
                        "at",
                        "mode",
                        "dry_run",
                        "by",
                        "reason",
                        "plan",
                        "spared",
                        "outcome",
                        "failure",
                        "before",
                        "after",
                        "cooldown_seconds");
        assertThat(done.getString("by")).isEqualTo("ada");
        assertThat(done.getString("reason")).isEqualTo("a test");
        assertThat(done.getString("mode")).isEqualTo("idle");
        assertThat(done.getBoolean("dry_run")).isFalse();
        assertThat(done.getMap("outcome")).containsOnlyKeys("retired", "reclaimed", "pending", "spared");
        assertThat(done.getMap("before")).containsOnlyKeys("established", "in_use", "idle");
        assertThat(done.getMap("after")).containsOnlyKeys("established", "in_use", "idle");
        assertThat(done.getInt("cooldown_seconds")).isEqualTo(60);
        await().untilAsserted(() -> assertThat(
                        (Object) given().get(Api.STATUS).jsonPath().get("last_cleanup.id"))
                .isEqualTo(done.get("id")));
    }

    @Test
    void a_dry_run_shows_the_plan_and_touches_nothing() {
        JsonPath planned = cleanup("{\"mode\":\"graceful\",\"dry_run\":true,\"max\":3}");
        assertThat(planned.getList("plan")).hasSize(3);
        assertThat(planned.getMap("plan[0]"))
                .containsOnlyKeys("pid", "evidence", "action", "borrowed", "idle_ms", "holder");
        assertThat(planned.getString("plan[0].evidence")).isEqualTo("replaced");
        assertThat(planned.getString("plan[0].action")).isEqualTo("retire");
        assertThat(planned.getMap("outcome")).containsEntry("retired", 0).containsEntry("pending", 0);
    }

    @Test
    void graceful_replaces_connections() {
        JsonPath done = cleanup("{\"mode\":\"graceful\",\"max\":1,\"override_cooldown\":true}");
        assertThat(done.getList("plan")).hasSize(1);
        assertThat(done.getInt("outcome.retired")).isEqualTo(1);
    }

    @Test
    void within_the_cooldown_only_dry_runs_and_the_insistent_get_one() {
        cleanup("{\"override_cooldown\":true}");
        Response refused = post("{}");
        assertThat(Api.problem(refused, 429).getString("detail")).contains("override_cooldown");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        cleanup("{\"dry_run\":true}");
        cleanup("{\"override_cooldown\":true}");
    }

    static Stream<BodyPublisher> whatAsksForTheDefault() {
        return Stream.of("", " \n", "{}", "null", "{\"mode\":null,\"max\":null,\"dry_run\":null,\"reason\":null}")
                .map(BodyPublishers::ofString);
    }

    /** Any of them starts one or is told to wait; none is a bad request. */
    @ParameterizedTest
    @MethodSource("whatAsksForTheDefault")
    void neither_a_body_nor_a_content_type_is_needed(BodyPublisher body) throws Exception {
        assertThat(statusOf(HttpRequest.newBuilder().POST(body))).isIn(200, 429);
        assertThat(statusOf(HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(body)))
                .isEqualTo(429);
        assertThat(statusOf(HttpRequest.newBuilder()
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(body)))
                .isEqualTo(429);
    }

    @Test
    void a_dry_run_needs_no_content_type_either() throws Exception {
        assertThat(statusOf(HttpRequest.newBuilder().POST(BodyPublishers.ofString("{\"dry_run\":true}"))))
                .isEqualTo(200);
    }

    private int statusOf(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.uri(base.resolve(Api.CLEANUP)).header("Authorization", ADA);
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void what_only_poolwarden_does_is_no_mode_to_ask_for() {
        Api.problem(post("{\"mode\":\"automatic\"}"), 400);
    }

    @Test
    void a_connection_test_is_one_round_trip() {
        JsonPath test = connectionTest();
        assertThat(test.getMap("")).containsOnlyKeys("ok", "latency_ms", "sql_state", "at");
        assertThat(test.getBoolean("ok")).isTrue();
        assertThat(test.getDouble("latency_ms")).isNotNegative();
        assertThat((Object) test.get("sql_state")).isNull();
    }

    @Test
    void connection_tests_within_a_second_get_the_same_answer_and_then_another() {
        String first = connectionTest().getString("at");
        await().until(() -> !connectionTest().getString("at").equals(first));
        String begun = connectionTest().getString("at"); // moments ago, so a second is not over soon
        assertThat(connectionTest().getString("at")).isEqualTo(begun);
    }

    private static JsonPath connectionTest() {
        return Api.operator()
                .get(Api.CONNECTION_TEST)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath cleanup(String body) {
        Response answer = post(body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static Response post(String body) {
        return Api.operator().contentType(ContentType.JSON).body(body).post(Api.CLEANUP);
    }
}
