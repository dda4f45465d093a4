package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(CorsTest.OneShop.class)
class CorsTest {

    private static final String SHOP = "https://shop.example";

    public static class OneShop implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.cors-origins", SHOP);
        }
    }

    @Test
    void an_allowed_origin_may_read_what_its_client_needs() {
        Response answer = given().header("Origin", SHOP).get(Api.CONFIG);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(answer.header("Access-Control-Expose-Headers").split(", ?"))
                .containsExactlyInAnyOrder("ETag", "Retry-After", "RateLimit-Policy", "Preference-Applied");
    }

    /** Nothing here goes by cookies. */
    @Test
    void credentials_are_not_sent_along() {
        Response answer = given().header("Origin", SHOP).get(Api.CONFIG);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"poolwarden-client", "if-none-match", "last-event-id", "priority", "prefer", "content-type"})
    void a_preflight_allows_the_clients_headers(String header) {
        Response answer = preflight(SHOP, "GET", header);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase().split(", ?"))
                .contains(header);
        assertThat(answer.header("Access-Control-Allow-Methods").split(", ?")).contains("GET", "POST");
    }

    @Test
    void an_allowed_origin_may_listen() {
        Response answer = given().header("Origin", SHOP).head(Api.EVENTS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    }

    @Test
    void a_refusal_can_be_read_as_well() {
        Response answer = given().header("Origin", SHOP).get(Api.CONNECTION_TEST);
        Api.problem(answer, 401);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://shop.example",
                "https://shop.example.evil.example",
                "https://shop.example:8443",
                "https://shopxexample",
                "null"
            })
    void another_origin_is_refused(String origin) {
        Response answer = given().header("Origin", origin).get(Api.CONFIG);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight(origin, "GET", "poolwarden-client").header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void caches_tell_origins_and_encodings_apart_and_preflights_are_remembered() {
        assertThat(given().header("Origin", SHOP).get(Api.CONFIG).header("Vary"))
                .isEqualTo("Origin, Accept-Encoding");
        assertThat(preflight(SHOP, "GET", "poolwarden-client").header("Access-Control-Max-Age"))
                .isEqualTo("3600");
    }

    @Test
    void an_allowed_origin_may_not_clean_up_in_an_operators_name() {
        Response refused = Api.operator().header("Origin", SHOP).post(Api.CLEANUP);
        Api.problem(refused, 403);
    }

    @Test
    void who_names_no_origin_is_answered() {
        assertThat(given().get(Api.CONFIG).statusCode()).isEqualTo(200);
    }

    private static Response preflight(String origin, String method, String header) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", header)
                .options(Api.CONFIG);
    }
}
