package dev.poolwarden.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MetricsTest {

    @Test
    void waits_and_holds_say_which_quantile_they_are() {
        assertThat(scrape())
                .contains("poolwarden_wait_seconds{quantile=\"0.99\",}", "poolwarden_hold_seconds{quantile=\"0.5\",}");
    }

    @Test
    void it_is_served_in_either_format() {
        assertThat(given().accept("text/plain").get("/q/metrics").contentType()).startsWith("text/plain");
        assertThat(given().get("/q/metrics").contentType()).startsWith("application/openmetrics-text");
    }

    @Test
    void callers_make_no_time_series_of_their_own() {
        given().request("BREW", "/api/v1/health/ping");
        assertThat(scrape()).contains("method=\"OTHER\"").doesNotContain("BREW");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /made-up",
        "POST, /made-up",
        "GET, /made-up/..;x",
        "GET, //made-up",
        "OPTIONS, /api/made-up",
        "DELETE, /api/conversations/made-up",
        "GET, /api/dashboard;made-up?x"
    })
    void nor_do_they_by_asking_for_what_does_not_exist(String method, String path) {
        given().urlEncodingEnabled(false).request(method, path);
        given().urlEncodingEnabled(false).header("Accept", "image/png").request(method, path);
        assertThat(scrape()).contains("uri=\"NOT_FOUND\"").doesNotContain("made-up");
    }

    @Test
    void a_refusal_by_a_resource_is_counted_there() {
        given().get("/api/v1/health/database/connection-test").then().statusCode(401);
        given().get("/api/v1/health/database/status?x").then().statusCode(400);
        assertThat(scrape())
                .containsPattern("status=\"401\",uri=\"/api/v1/health/database/connection-test\"")
                .containsPattern("status=\"400\",uri=\"/api/v1/health/database/status\"");
    }

    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
