package dev.poolwarden.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DemoOffTest.SwitchedOff.class)
class DemoOffTest {

    public static class SwitchedOff implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.demo.enabled", "false", "poolwarden.demo.tasks", "true");
        }
    }

    @Inject
    Scheduler scheduler;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversations",
                "conversations/1",
                "dashboard",
                "activities?limit=0",
                "notifications",
                "employees",
                "demo/work?hold_ms=0",
                "demo/storm"
            })
    void what_is_switched_off_is_not_found(String path) {
        operator()
                .get("/api/" + path)
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body(containsString("poolwarden.demo.enabled"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"conversations", "conversations/1/messages", "conversations/1/messages/holding", "demo/storm"})
    void what_is_switched_off_cannot_be_written_to(String path) {
        operator()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/" + path)
                .then()
                .statusCode(404);
    }

    /** Some of it is for operators only, and others hear no more than that. */
    private static RequestSpecification operator() {
        return given().auth().preemptive().basic("ada", "correct horse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/examples/placeholder.html",
                "/examples/nothing.html",
                "/examples/",
                "/examples",
                "//examples/placeholder.html",
                "/./examples/placeholder.html",
                "/x/../examples/placeholder.html",
                "/%65xamples/placeholder.html",
                "/examples/%70laceholder.html",
                "/examples%2Fplaceholder.html",
                "/%2fexamples/placeholder.html",
                "/examples/%2Fplaceholder.html"
            })
    void no_page_is_served_however_it_is_written(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body(containsString("poolwarden.demo.enabled"));
    }

    @Test
    void nor_is_one_behind_an_encoded_way_up() {
        given().urlEncodingEnabled(false)
                .get("/x%2F..%2Fexamples/placeholder.html")
                .then()
                .statusCode(404);
    }

    @Test
    void no_task_runs() {
        assertThat(scheduler.getScheduledJobs()).noneMatch(job -> job.getId().startsWith("demo-"));
    }
}
