package dev.poolwarden.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Interactive;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Where the setting allows it, anyone may have idle connections cleaned up, while health is CRITICAL and now and then. */
@QuarkusTest
@TestProfile(AnonymousCleanupTest.Allowed.class)
@TestMethodOrder(OrderAnnotation.class)
class AnonymousCleanupTest {

    public static class Allowed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.cleanup.anonymous", "true");
        }
    }

    @Inject
    DataSource dataSource;

    @Inject
    Gate gate;

    @Test
    @Order(1)
    void while_all_is_well_a_sign_in_is_needed() {
        Api.problem(when().post(Api.CLEANUP), 401);
    }

    @Test
    @Order(2)
    void while_health_is_critical_anyone_may_ask_for_idle_once_in_a_cooldown_of_its_own() throws SQLException {
        Api.operator()
                .contentType("application/json")
                .body("{}")
                .post(Api.CLEANUP)
                .then()
                .statusCode(200); // an operator's cooldown is no other's
        List<Connection> held = exhaust();
        try {
            await().until(() ->
                    "CRITICAL".equals(when().get(Api.STATUS).jsonPath().getString("health")));
            assertNothingElseIsAllowed();

            JsonPath done = post("{}").then().statusCode(200).extract().jsonPath();
            assertThat(done.getString("mode")).isEqualTo("idle");
            assertThat((Object) done.get("by"))
                    .as("who else asked is nobody's business")
                    .isNull();

            Response soon = post("{\"dry_run\":true}");
            assertThat(Api.problem(soon, 429).getString("detail")).doesNotContain("override");
            assertThat(Integer.parseInt(soon.header("Retry-After"))).isBetween(1, 60);
            assertThat(Api.operator().get(Api.AUDIT).jsonPath().getString("cleanups[0].by"))
                    .isEqualTo("anonymous");
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
    }

    private List<Connection> exhaust() throws SQLException {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < gate.snapshot().limit(); i++) {
            held.add(Interactive.borrowing(dataSource).getConnection());
        }
        return held;
    }

    private static void assertNothingElseIsAllowed() {
        for (String mode : List.of("leaked", "graceful", "all")) {
            Api.problem(post("{\"mode\":\"" + mode + "\"}"), 401);
        }
        Api.problem(post("{\"override_cooldown\":true}"), 401);
        Api.problem(given().auth().preemptive().basic("ada", "wrong").post(Api.CLEANUP), 401);
        Api.problem(when().get(Api.HOLDERS), 401);
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post(Api.CLEANUP);
    }
}
