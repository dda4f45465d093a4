package dev.poolwarden.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Interactive;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What an operator reads in the analysis of the running application: nothing, then what real load deserves. */
@QuarkusTest
@TestProfile(AnalysedLoadTest.Ten.class)
@TestMethodOrder(OrderAnnotation.class)
class AnalysedLoadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOLDING = "POST /api/conversations/{id}/messages/holding";

    /** Ten connections and a permit for each; who waits, waits for long. */
    public static class Ten implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.instance", "analysis-test",
                    "poolwarden.pool.size", "10",
                    "poolwarden.pool.max-overflow", "0",
                    "poolwarden.gate.max-concurrent", "10",
                    "poolwarden.gate.max-wait", "5s",
                    "poolwarden.gate.min-wait", "5s",
                    "poolwarden.gate.limit", "fixed",
                    "poolwarden.cleanup.automatic", "false");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Inject
    DataSource dataSource;

    @Test
    @Order(1)
    void a_pool_at_rest_has_no_finding() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(analysis().getList("findings")).isEmpty());
    }

    @Test
    @Order(2)
    void the_route_that_holds_connections_while_it_waits_for_somebody_else_is_named_first() {
        try (Holders holders = new Holders(browser()).raiseTo(14)) {
            JsonPath found = await().atMost(PATIENCE)
                    .until(
                            this::analysis,
                            analysis -> codes(analysis).contains("held_idle")
                                    && codes(analysis).contains("usage_critical"));
            assertThat(codes(found).get(0)).isEqualTo("held_idle");
            assertThat(found.getString("findings[0].title")).isEqualTo(HOLDING + " holds connections without working");
            assertThat(found.getString("findings[0].severity")).isEqualTo("critical");
            assertThat(found.getDouble("findings[0].figures.idle_percent")).isGreaterThan(80);
            assertThat(found.getDouble("findings[0].figures.mean_held_ms")).isGreaterThan(200);
            assertThat(holders.statuses()).containsKey(201);
        }
    }

    @Test
    @Order(3)
    void work_outside_requests_that_users_wait_for_is_named_with_its_method() throws Exception {
        List<Connection> held = new ArrayList<>();
        Thread task = new Thread(() -> takeNine(held), "nightly");
        task.start();
        task.join();
        try {
            Browserlike browser = browser();
            JsonPath found = await().atMost(PATIENCE)
                    .until(
                            () -> whileFourTabsWait(browser),
                            analysis -> codes(analysis).contains("background_crowds_out"));
            assertThat(found.getString("findings.find { it.code == 'background_crowds_out' }.evidence"))
                    .contains("work outside requests had", "AnalysedLoadTest.takeNine");
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
    }

    private JsonPath whileFourTabsWait(Browserlike browser) {
        CompletableFuture<?>[] tabs = new CompletableFuture<?>[4];
        for (int tab = 0; tab < tabs.length; tab++) {
            tabs[tab] = browser.hold();
        }
        CompletableFuture.allOf(tabs).join();
        return analysis();
    }

    private void takeNine(List<Connection> held) {
        try {
            DataSource patient = Interactive.borrowing(dataSource);
            while (held.size() < 9) {
                held.add(patient.getConnection());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Browserlike browser() {
        return new Browserlike(base.toString().replaceAll("/$", ""));
    }

    private static List<String> codes(JsonPath analysis) {
        return analysis.getList("findings.code");
    }

    private JsonPath analysis() {
        return given().auth()
                .preemptive()
                .basic("ada", "correct horse")
                .get("/api/v1/health/database/analysis")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
