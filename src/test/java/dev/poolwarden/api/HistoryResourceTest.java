package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.Marks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HistoryResourceTest {

    private static final List<String> COLUMNS = List.of(
            "at_ms",
            "level",
            "usage_percent",
            "in_use",
            "idle",
            "waiting",
            "capacity",
            "limit",
            "wait_p50_ms",
            "wait_p99_ms",
            "admitted",
            "rejected",
            "timed_out",
            "latency_ms");

    @Inject
    Marks marks;

    @BeforeEach
    void awaitTwoTicks() {
        await().until(() -> history("").get("at_ms").size() > 1);
    }

    private static JsonNode history(String query) {
        try {
            return new ObjectMapper()
                    .readTree(get(Api.HISTORY + query)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_members_are_those_of_the_contract_and_the_columns_of_one_length() {
        JsonNode history = history("");
        assertThat(history.fieldNames())
                .toIterable()
                .startsWith("instance", "step_ms", "levels", "thresholds_percent")
                .endsWith("marks");
        assertThat(history.fieldNames()).toIterable().containsAll(COLUMNS).hasSize(5 + COLUMNS.size());
        assertThat(history.get("levels"))
                .extracting(JsonNode::asText)
                .containsExactly("NORMAL", "MODERATE", "AGGRESSIVE", "EMERGENCY");
        assertThat(history.get("thresholds_percent"))
                .extracting(JsonNode::asDouble)
                .containsExactly(70.0, 80.0, 90.0);
        assertThat(history.get("step_ms").asInt()).isEqualTo(1000);
        assertThat(COLUMNS).allSatisfy(name -> assertThat(history.get(name)).hasSameSizeAs(history.get("at_ms")));
        assertThat(history.get("at_ms")).extracting(JsonNode::asLong).isSorted().doesNotHaveDuplicates();
        assertThat(history.at("/capacity/0").asInt()).isPositive();
        assertThat(history.at("/latency_ms/0").asDouble()).isPositive();
    }

    @Test
    void callers_are_counted_in_the_tick_in_which_they_came() {
        long before = last(history(""));
        get("/api/employees").then().statusCode(200);
        await().untilAsserted(() -> {
            JsonNode since = history("?after=" + before);
            int found = -1;
            for (int i = 0; i < since.get("admitted").size(); i++) {
                found = since.get("admitted").get(i).asInt() > 0 ? i : found;
            }
            assertThat(found).isNotNegative();
            assertThat(since.get("wait_p99_ms").get(found).isNumber()).isTrue();
        });
    }

    @Test
    void who_asks_again_gets_only_what_is_new() {
        long known = last(history(""));
        await().until(() -> history("?after=" + known).get("at_ms").size() > 0);
        assertThat(history("?after=" + known).at("/at_ms/0").asLong()).isGreaterThan(known);
        assertThat(history("?after=999999999999999").get("at_ms")).isEmpty();
    }

    @Test
    void a_mark_is_told_with_the_tick_after_it_once() {
        long known = last(history(""));
        marks.breaker(BreakerState.HALF_OPEN);
        await().until(() -> history("?after=" + known).get("marks").size() > 0);
        JsonNode seen = history("?after=" + known);
        assertThat(seen.at("/marks/0/kind").asText()).isEqualTo("breaker");
        assertThat(seen.at("/marks/0/what").asText()).isEqualTo("HALF_OPEN");
        assertThat(history("?after=" + last(seen)).get("marks")).isEmpty();
    }

    @Test
    void a_cleanup_by_hand_is_marked_and_a_dry_run_is_not() {
        long known = last(history(""));
        cleanUp("{\"mode\":\"leaked\",\"dry_run\":true}");
        cleanUp("{\"mode\":\"idle\",\"override_cooldown\":true}");
        await().until(() -> history("?after=" + known).get("marks").size() > 0);
        assertThat(history("?after=" + known).get("marks").findValuesAsText("what"))
                .containsExactly("idle");
    }

    private static void cleanUp(String body) {
        Api.operator()
                .contentType("application/json")
                .body(body)
                .post(Api.CLEANUP)
                .then()
                .statusCode(200);
    }

    private static long last(JsonNode history) {
        JsonNode at = history.get("at_ms");
        return at.get(at.size() - 1).asLong();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?window=1s",
                "?window=1h",
                "?window=PT15M&step=PT5M",
                "?window=60m&step=300s",
                "?step=1S",
                "?after=0"
            })
    void windows_and_steps_are_taken_within_their_bounds(String query) {
        history(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window=0s",
                "window=999ms",
                "window=3601s",
                "window=2h",
                "window=-5m",
                "window=x",
                "window=15",
                "window=P1D",
                "window=PT0.5S",
                "window=9999999999h",
                "step=301s",
                "step=0s",
                "step=1d",
                "step=%F0%9F%98%80",
                "after=-1",
                "after=1.5",
                "after=9999999999999999",
                "after=yesterday"
            })
    void anything_else_is_refused_by_name_and_with_the_bounds(String query) {
        JsonPath problem = Api.problem(given().urlEncodingEnabled(false).get(Api.HISTORY + "?" + query), 400);
        String name = query.substring(0, query.indexOf('='));
        assertThat(problem.getString("detail")).startsWith(name + " is \"").contains("allowed");
    }

    @Test
    void what_is_not_known_as_a_parameter_is_refused() {
        Api.problem(get(Api.HISTORY + "?windows=1m"), 400);
    }

    @Test
    void it_is_not_kept() {
        assertThat(get(Api.HISTORY).header("Cache-Control")).isEqualTo("no-store");
    }
}
