package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.head;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ThrottlingConfigResourceTest {

    private static final String ITEM = "\"[a-z]+\";q=\\d+(?:;w=\\d+)?(?:;qu=\"[a-z-]+\")?";

    @BeforeEach
    void waitForCalm() {
        Api.awaitCalm();
    }

    @Test
    void the_members_are_those_of_the_contract_in_its_order() throws IOException {
        JsonNode config = new ObjectMapper().readTree(get(Api.CONFIG).asString());
        Map<String, JsonNodeType> members = new LinkedHashMap<>();
        config.fields()
                .forEachRemaining(
                        each -> members.put(each.getKey(), each.getValue().getNodeType()));
        assertThat(members)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, JsonNodeType.class))
                .containsExactly(
                        Map.entry("throttling_level", JsonNodeType.STRING),
                        Map.entry("max_concurrent_requests", JsonNodeType.NUMBER),
                        Map.entry("max_requests_per_minute", JsonNodeType.NUMBER),
                        Map.entry("request_delay_ms", JsonNodeType.NUMBER),
                        Map.entry("circuit_breaker_open", JsonNodeType.BOOLEAN),
                        Map.entry("emergency_mode_active", JsonNodeType.BOOLEAN),
                        Map.entry("health", JsonNodeType.STRING),
                        Map.entry("reasons", JsonNodeType.ARRAY),
                        Map.entry("instance", JsonNodeType.STRING),
                        Map.entry("revision", JsonNodeType.NUMBER),
                        Map.entry("poll_after_seconds", JsonNodeType.NUMBER),
                        Map.entry("valid_for_seconds", JsonNodeType.NUMBER),
                        Map.entry("retry_after_seconds", JsonNodeType.NUMBER));
        assertThat(config)
                .allSatisfy(each -> assertThat(each.isFloatingPointNumber()).isFalse());
    }

    @Test
    void a_calm_pool_allows_what_the_normal_level_does() throws IOException {
        JsonNode config = new ObjectMapper().readTree(get(Api.CONFIG).asString());
        assertThat(config.at("/max_concurrent_requests").asInt()).isEqualTo(10);
        assertThat(config.at("/max_requests_per_minute").asInt()).isEqualTo(100);
        assertThat(config.at("/request_delay_ms").asInt()).isEqualTo(100);
        assertThat(config.at("/health").asText()).isEqualTo("HEALTHY");
        assertThat(config.at("/reasons")).isEmpty();
        assertThat(config.at("/instance").asText()).isNotBlank();
        assertThat(config.at("/revision").asLong()).isPositive();
        assertThat(config.at("/poll_after_seconds").asInt()).isEqualTo(30);
        assertThat(config.at("/valid_for_seconds").asInt()).isEqualTo(90);
        assertThat(config.at("/retry_after_seconds").asInt()).isZero();
    }

    @Test
    void the_answer_repeats_byte_for_byte_and_so_does_its_tag() {
        Response first = get(Api.CONFIG);
        Response second = get(Api.CONFIG);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag")).matches("\"[A-Za-z0-9-]+\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TAG", "W/TAG", "\"a\", TAG", "\"a\",W/TAG,\"b\"", " TAG ", "*", " * "})
    void who_knows_the_config_hears_304_without_a_body(String template) {
        String tag = get(Api.CONFIG).header("ETag");
        Response answer =
                given().header("If-None-Match", template.replace("TAG", tag)).get(Api.CONFIG);
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.asString()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "", "W/", "BARE", "\"a\", \"b\"", "\"*\"", "W/\"a\"", "\"", ",,,"})
    void who_knows_another_hears_the_config(String template) {
        String bare = get(Api.CONFIG).header("ETag").replace("\"", "");
        given().header("If-None-Match", template.replace("BARE", bare))
                .get(Api.CONFIG)
                .then()
                .statusCode(200);
    }

    @Test
    void caches_must_ask_again() {
        assertThat(get(Api.CONFIG).header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void the_policy_says_the_budget_as_the_draft_has_it() {
        Response answer = get(Api.CONFIG);
        int perMinute = answer.jsonPath().getInt("max_requests_per_minute");
        int concurrent = answer.jsonPath().getInt("max_concurrent_requests");
        assertThat(answer.header("RateLimit-Policy"))
                .matches(ITEM + "(?:, " + ITEM + ")*")
                .contains(";q=" + perMinute + ";w=60")
                .contains(";q=" + concurrent + ";qu=\"concurrent-requests\"");
    }

    @Test
    void head_says_what_get_does_without_the_body() {
        Response answer = head(Api.CONFIG);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo(get(Api.CONFIG).header("ETag"));
        assertThat(answer.asString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no uuid", "00000000-0000-0000-0000-000000000000", "\u00e9"})
    void a_client_may_call_itself_what_it_likes(String name) {
        given().header("Poolwarden-Client", name).get(Api.CONFIG).then().statusCode(200);
    }
}
