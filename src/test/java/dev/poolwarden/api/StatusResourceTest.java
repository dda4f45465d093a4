package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An application of its own, in which nobody has cleaned up yet. */
@QuarkusTest
@TestProfile(StatusResourceTest.Fresh.class)
@TestMethodOrder(OrderAnnotation.class)
class StatusResourceTest {

    private static final String INSTANCE = "status-test";

    public static class Fresh implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.instance", INSTANCE);
        }
    }

    @BeforeEach
    void useTheDatabaseOnce() {
        get("/api/employees").then().statusCode(200);
        await().until(() -> status().at("/pool/reuse_percent").isNumber());
    }

    @Test
    @Order(1)
    void what_is_unknown_is_null_and_not_zero() {
        assertThat(status().get("query_ms").isNull()).as("query_ms").isTrue();
        assertThat(status().get("last_cleanup").isNull()).as("last_cleanup").isTrue();
    }

    @Test
    void the_members_are_those_of_the_contract_in_its_order() {
        JsonNode status = status();
        assertThat(names(status))
                .containsExactly(
                        "health",
                        "since",
                        "reasons",
                        "throttling_level",
                        "emergency_mode_active",
                        "usage_percent",
                        "sample_age_ms",
                        "pool",
                        "gate",
                        "breaker",
                        "database",
                        "connection_errors",
                        "acquire_timeouts",
                        "hold_ms",
                        "query_ms",
                        "holders",
                        "last_cleanup",
                        "clients",
                        "tasks");
        assertThat(names(status.get("pool")))
                .containsExactly(
                        "size",
                        "max_overflow",
                        "established",
                        "in_use",
                        "idle",
                        "reuse_percent",
                        "created",
                        "retired",
                        "reclaimed",
                        "forecast",
                        "prewarmed");
        assertThat(names(status.get("gate")))
                .containsExactly(
                        "limit",
                        "in_flight",
                        "waiting",
                        "admitted",
                        "rejected",
                        "wait_ms",
                        "limit_reason",
                        "limit_changed",
                        "limit_changes",
                        "backlog",
                        "rejections");
        assertThat(names(status.at("/gate/wait_ms"))).containsExactly("p50", "p99", "max");
        assertThat(names(status.get("breaker"))).containsExactly("state", "failure_percent", "opened");
        assertThat(names(status.get("database")))
                .containsExactly(
                        "reachable",
                        "latency_ms",
                        "max_connections",
                        "used_connections",
                        "by_application",
                        "fits",
                        "limited_by",
                        "limit",
                        "used_by_others",
                        "left_free",
                        "read_only");
        assertThat(names(status.at("/database/by_application/0"))).containsExactly("application", "connections");
        assertThat(names(status.get("hold_ms"))).containsExactly("p50", "p99", "max");
        assertThat(names(status.get("clients"))).containsExactly("polled_last_minute", "in_sync");
    }

    @Test
    void a_calm_pool_says_so() {
        Api.awaitCalm();
        JsonNode status = status();
        assertThat(status.at("/health").asText()).isEqualTo("HEALTHY");
        assertThat(Instant.parse(status.at("/since").asText())).isBefore(Instant.now());
        assertThat(status.at("/reasons").isArray()).isTrue();
        assertThat(status.at("/emergency_mode_active").isBoolean()).isTrue();
        assertThat(status.at("/usage_percent").isNumber()).isTrue();
        assertThat(status.at("/sample_age_ms").isIntegralNumber()).isTrue();
        assertThat(status.at("/breaker/state").asText()).isEqualTo("CLOSED");
        assertThat(status.at("/connection_errors").asInt()).isZero();
        assertThat(status.at("/acquire_timeouts").asInt()).isZero();
        assertThat(status.at("/hold_ms/max").asDouble()).isPositive();
    }

    @Test
    void the_figures_of_the_standard_preset_are_there() {
        JsonNode status = status();
        assertThat(status.at("/pool/size").asInt()).isEqualTo(20);
        assertThat(status.at("/pool/max_overflow").asInt()).isEqualTo(10);
        assertThat(status.at("/pool/idle").asInt())
                .isEqualTo(status.at("/pool/established").asInt()
                        - status.at("/pool/in_use").asInt());
        assertThat(status.at("/gate/limit").asInt()).isEqualTo(25);
        assertThat(status.at("/gate/admitted").asInt()).isPositive();
    }

    @Test
    void the_database_is_asked_who_uses_it() {
        await().untilAsserted(() -> {
            JsonNode database = status().get("database");
            assertThat(database.at("/reachable").asBoolean()).isTrue();
            assertThat(database.at("/latency_ms").asDouble()).isPositive();
            assertThat(database.at("/max_connections").asInt()).isEqualTo(100);
            assertThat(database.at("/used_connections").asInt()).isGreaterThanOrEqualTo(21);
            assertThat(database.get("by_application").findValuesAsText("application"))
                    .contains("poolwarden:" + INSTANCE, "poolwarden:" + INSTANCE + ":reserved");
        });
    }

    @Test
    void the_last_cleanup_is_told_without_a_cooldown() {
        Api.operator().contentType("application/json").post(Api.CLEANUP).then().statusCode(200);
        await().until(() -> status().get("last_cleanup").isObject());
        assertThat(names(status().get("last_cleanup")))
                .contains("id", "at", "mode", "plan", "outcome", "before", "after");
        assertThat(status().at("/last_cleanup/cooldown_seconds").isNull()).isTrue();
    }

    @Test
    void each_frontend_that_polls_counts_once() {
        Api.awaitCalm();
        int before = clients("polled_last_minute");
        String client = UUID.randomUUID().toString();
        for (String name : new String[] {client, client, UUID.randomUUID().toString(), "no uuid", ""}) {
            given().header("Poolwarden-Client", name).get(Api.CONFIG);
        }
        get(Api.CONFIG);
        assertThat(clients("polled_last_minute")).isEqualTo(before + 2);
        assertThat(clients("in_sync")).isEqualTo(clients("polled_last_minute"));
    }

    /** Who hears 304 knows the present revision as well. */
    @Test
    void a_frontend_that_hears_304_counts_too() {
        int before = clients("polled_last_minute");
        given().header("Poolwarden-Client", UUID.randomUUID().toString())
                .header("If-None-Match", get(Api.CONFIG).header("ETag"))
                .get(Api.CONFIG);
        assertThat(clients("polled_last_minute")).isEqualTo(before + 1);
    }

    @Test
    void it_is_not_kept_and_holds_no_secret() {
        var answer = get(Api.STATUS);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.asString()).doesNotContainIgnoringCase("password", "jdbc:", "postgres:", "$2y$", "localhost");
    }

    private static int clients(String member) {
        return status().get("clients").get(member).asInt();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode status() {
        try {
            return new ObjectMapper().readTree(get(Api.STATUS).asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
