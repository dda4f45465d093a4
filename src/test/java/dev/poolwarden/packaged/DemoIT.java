package dev.poolwarden.packaged;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example workload and the pages, asked of the packaged application: jar or native binary. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = GivenDatabaseResource.class, restrictToAnnotatedClass = true)
class DemoIT {

    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    /** Not the common pool, which on a small machine has a single thread. */
    private static final Executor EACH_ITS_OWN = task -> new Thread(task).start();

    @ParameterizedTest
    @ValueSource(strings = {"/api/activities?limit=5", "/api/notifications", "/api/employees", "/api/conversations"})
    void its_tables_were_made_and_filled(String path) {
        get(path).then().statusCode(200).body("size()", greaterThan(0));
    }

    @Test
    void the_dashboard_counts() {
        get("/api/dashboard").then().statusCode(200).body("totals", notNullValue());
    }

    @Test
    void every_letter_survives_the_way_to_the_database_and_back() {
        String title = "Größe, Ελλάδα, 東京, 🐘";
        int id = given().contentType("application/json; charset=UTF-8")
                .body("{\"title\":\"" + title + "\"}")
                .post("/api/conversations")
                .then()
                .statusCode(201)
                .body("created_at", notNullValue())
                .extract()
                .path("id");
        get("/api/conversations/" + id).then().statusCode(200).body("title", equalTo(title));
        given().contentType(ContentType.JSON)
                .body("{\"text\":\"" + title + "\"}")
                .post("/api/conversations/" + id + "/messages")
                .then()
                .statusCode(201)
                .body("question.text", equalTo(title))
                .body("answer.author", equalTo("assistant"));
    }

    /** Two permits, six who each want one for longer than the gate lets anybody wait. */
    @Test
    void who_is_rejected_is_told_when_to_come_back_and_what_to_do() {
        List<CompletableFuture<Response>> asked = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(DemoIT::holding, EACH_ITS_OWN))
                .toList();
        awaitHolder("POST /api/conversations/{id}/messages/holding");
        List<Response> answers = asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(Response::statusCode).contains(201, 503);
        Response rejected = answers.stream()
                .filter(answer -> answer.statusCode() == 503)
                .findFirst()
                .orElseThrow();
        rejected.then()
                .contentType("application/problem+json")
                .body("status", equalTo(503))
                .body("config.throttling_level", notNullValue())
                .body("config.valid_for_seconds", equalTo(90))
                .body("config.retry_after_seconds", greaterThanOrEqualTo(0));
        assertThat(Integer.parseInt(rejected.header("Retry-After"))).isPositive();
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/api/dashboard").statusCode() == 200);
    }

    private static Response holding() {
        return given().contentType(ContentType.JSON)
                .body("{\"text\":\"How busy are we?\"}")
                .post("/api/conversations/1/messages/holding");
    }

    private static void awaitHolder(String callSite) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().auth()
                        .preemptive()
                        .basic("ada", "correct horse")
                        .get("/api/v1/health/database/holders")
                        .jsonPath()
                        .getList("call_sites.call_site")
                        .contains(callSite));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/examples/tabs.html"})
    void a_page_comes_with_all_that_it_loads(String page) {
        assumeFalse(Boolean.getBoolean("ui.skip"), "built without the user interface");
        String html = get(page)
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .extract()
                .asString();
        List<String> assets =
                ASSET.matcher(html).results().map(found -> found.group(1)).toList();
        assertThat(assets).isNotEmpty();
        for (String asset : assets) {
            Response loaded = get(asset);
            assertThat(loaded.statusCode()).as(asset).isEqualTo(200);
            assertThat(loaded.asByteArray()).as(asset).isNotEmpty();
        }
    }
}
