package dev.poolwarden.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

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

    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
