package dev.poolwarden.packaged;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Poolwarden's own endpoints, asked of the packaged application over HTTP: the same questions for a jar and for a native
 * binary, whose closed world loses whatever nobody registered.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(value = GivenDatabaseResource.class, restrictToAnnotatedClass = true)
class ApiIT {

    private static final String BASE = "/api/v1/health/database";
    private static final String PROBLEM = "application/problem+json";

    @Test
    void the_config_is_complete_and_not_sent_twice() {
        Response config = get(BASE + "/throttling-config");
        config.then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("RateLimit-Policy", notNullValue())
                .body("max_concurrent_requests", greaterThanOrEqualTo(1))
                .body("throttling_level", notNullValue())
                .body("health", notNullValue())
                .body("reasons", notNullValue())
                .body("instance", notNullValue())
                .body("circuit_breaker_open", equalTo(false));
        given().header("If-None-Match", config.header("ETag"))
                .get(BASE + "/throttling-config")
                .then()
                .statusCode(304);
    }

    @Test
    void the_status_has_figures_of_the_pool_the_gate_the_breaker_and_the_server() {
        get("/api/dashboard").then().statusCode(200);
        get(BASE + "/status")
                .then()
                .statusCode(200)
                .body("pool.size", equalTo(2))
                .body("pool.max_overflow", equalTo(6))
                .body("gate.limit", equalTo(2))
                .body("gate.admitted", greaterThanOrEqualTo(1))
                .body("gate.wait_ms.p99", notNullValue())
                .body("hold_ms.max", notNullValue())
                .body("breaker.state", equalTo("CLOSED"))
                .body("database.reachable", equalTo(true))
                .body("database.latency_ms", notNullValue())
                .body("database.by_application.application", hasItem(startsWith("poolwarden:")));
    }

    @Test
    void the_history_has_its_columns_and_marks() {
        get(BASE + "/history")
                .then()
                .statusCode(200)
                .body("levels", hasSize(4))
                .body("at_ms", hasItem(notNullValue()))
                .body("capacity", hasItem(2))
                .body("latency_ms", hasItem(notNullValue()))
                .body("marks", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health, UP",
        "/q/health/live, UP",
        "/q/health/ready, UP",
        "/api/v1/health/ping, ok",
        "/health/db-pool, HEALTHY",
        "/api/health, HEALTHY"
    })
    void who_balances_or_watches_is_answered(String path, String status) {
        get(path).then().statusCode(200).contentType(ContentType.JSON).body("status", equalTo(status));
    }

    @Test
    void metrics_are_there_with_quantiles() {
        String metrics = get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics).contains("poolwarden_level ", "poolwarden_connections_established ", "quantile=\"0.99\"");
    }

    @Test
    void the_description_is_there_in_snake_case() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Poolwarden"))
                .body("components.schemas.CleanupBody.properties.dry_run", notNullValue())
                .body("components.schemas.StatusView.properties.usage_percent", notNullValue());
    }

    @Test
    void an_operator_signs_in_and_plans_a_cleanup() {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"mode\":\"graceful\",\"dry_run\":true,\"reason\":\"Übung\",\"max\":3}")
                .post(BASE + "/force-cleanup")
                .then()
                .statusCode(200)
                .body("mode", equalTo("graceful"))
                .body("dry_run", equalTo(true))
                .body("by", equalTo("ada"))
                .body("reason", equalTo("Übung"))
                .body("plan.size()", greaterThanOrEqualTo(1))
                .body("plan[0].evidence", equalTo("replaced"))
                .body("before.established", greaterThanOrEqualTo(1))
                .body("cooldown_seconds", notNullValue());
        operator().get(BASE + "/audit").then().statusCode(200).body("cleanups.reason", hasItem("Übung"));
    }

    @Test
    void an_operator_tests_the_connection_and_sees_the_holders() {
        operator()
                .get(BASE + "/connection-test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .body("latency_ms", notNullValue());
        operator().get(BASE + "/holders").then().statusCode(200).body("call_sites", notNullValue());
    }

    @Test
    void nobody_else_is_let_in() {
        given().post(BASE + "/force-cleanup")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", containsString("Basic"));
        given().auth()
                .preemptive()
                .basic("ada", "wrong")
                .get(BASE + "/holders")
                .then()
                .statusCode(401);
    }

    @Test
    void what_does_not_fit_is_named() {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"mod\":\"idle\"}")
                .post(BASE + "/force-cleanup")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("detail", containsString("mod"));
        given().queryParam("windwo", "1m")
                .get(BASE + "/status")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("detail", containsString("windwo"));
        get("/nowhere").then().statusCode(404);
    }

    @Test
    void a_violation_names_the_member_and_the_bound() {
        given().contentType(ContentType.JSON)
                .body("{\"title\":\"\"}")
                .post("/api/conversations")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("violations", hasSize(1))
                .body("violations[0].field", containsString("title"))
                .body("violations[0].message", containsString("200"));
    }

    private static RequestSpecification operator() {
        return given().auth().preemptive().basic("ada", "correct horse");
    }
}
