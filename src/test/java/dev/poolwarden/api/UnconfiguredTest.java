package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** The application as it is without any setting. */
@QuarkusTest
class UnconfiguredTest {

    /** Our own pages behind a proxy that ends TLS have an origin of another scheme. */
    @Test
    void without_configured_origins_a_page_may_send_its_own_and_no_other_may_read() {
        Response answer = given().header("Origin", "https://localhost").get(Api.CONFIG);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void the_openapi_document_describes_every_endpoint_in_the_wires_own_names() {
        var document = given().accept("application/json").get("/q/openapi").jsonPath();
        assertThat(document.getMap("paths").keySet())
                .extracting(String::valueOf)
                .contains(
                        Api.CONFIG,
                        Api.STATUS,
                        Api.CLEANUP,
                        Api.CONNECTION_TEST,
                        "/api/v1/health/ping",
                        "/health/db-pool",
                        "/api/health");
        assertThat(document.getMap("components.schemas.StatusView.properties").keySet())
                .extracting(String::valueOf)
                .contains("usage_percent", "sample_age_ms", "last_cleanup");
        assertThat(document.getMap("paths.'" + Api.CLEANUP + "'.post.responses").keySet())
                .extracting(String::valueOf)
                .contains("200", "400", "401", "403", "413", "415", "429", "503");
        assertThat(document.getString("paths.'" + Api.CLEANUP
                        + "'.post.responses.'429'.content.'application/problem+json'.schema.'$ref'"))
                .isEqualTo("#/components/schemas/HttpProblem");
        assertThat(document.getMap("paths.'" + Api.CONNECTION_TEST + "'.get.responses")
                        .keySet())
                .extracting(String::valueOf)
                .contains("200", "401", "403", "429");
        assertThat(document.getMap("paths.'" + Api.CONFIG + "'.get.responses").keySet())
                .extracting(String::valueOf)
                .contains("200", "304", "400");
    }
}
