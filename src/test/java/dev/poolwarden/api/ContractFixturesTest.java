package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.poolwarden.analysis.Analysis;
import dev.poolwarden.analysis.Figures;
import dev.poolwarden.analysis.Finding;
import dev.poolwarden.analysis.Outlook;
import dev.poolwarden.analysis.Severity;
import dev.poolwarden.analysis.Topic;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Answers of a known state, byte by byte as the application writes them; the browser's client is tested with the same. */
@QuarkusTest
class ContractFixturesTest {

    private static final String INSTANCE = "a1b2";
    private static final PooledConnection IDLE = new PooledConnection(4711, null, 42_000, Backend.UNKNOWN);

    private static final Finding HELD_IDLE = new Finding(
            Topic.HELD_IDLE,
            Severity.CRITICAL,
            70.617,
            "POST /chat/{id} holds connections without working",
            "Holds a connection 8.2 s, 96 % of it idle, and has 71 % of all holding time; it keeps 59 % of the capacity from others"
                    + " that way",
            new Figures(new TreeMap<>(
                    Map.of("mean_held_ms", 8200, "idle_percent", 96.0, "share_percent", 71.3, "lost_percent", 58.9))));

    @Inject
    ObjectMapper mapper;

    @Test
    void a_config_of_each_level() throws IOException {
        ContractFile.assertSays("fixtures/config-normal.json", normal());
        ContractFile.assertSays(
                "fixtures/config-moderate.json", config(43, Pressure.MODERATE, false, Reason.USAGE_MODERATE));
        ContractFile.assertSays("fixtures/config-aggressive.json", config(44, Pressure.HIGH, false, Reason.USAGE_HIGH));
        ContractFile.assertSays("fixtures/config-emergency.json", emergency());
        ContractFile.assertSays(
                "fixtures/config-breaker-open.json",
                config(46, Pressure.CRITICAL, true, Reason.BREAKER_OPEN, Reason.DATABASE_UNREACHABLE));
    }

    @Test
    void a_calm_server_answers_the_normal_one() throws IOException {
        Api.awaitCalm();
        ObjectNode live = (ObjectNode) mapper.readTree(get(Api.CONFIG).asString());
        JsonNode normal = normal();
        live.set("instance", normal.get("instance"));
        live.set("revision", normal.get("revision"));
        assertThat(live).hasToString(normal.toString());
    }

    /** The level of the moment gives way to the one at which the gate refuses; all else is what was really answered. */
    @Test
    void a_refusal_of_the_gate() throws IOException {
        ObjectNode live =
                (ObjectNode) mapper.readTree(get("/test/failing/rejected").asString());
        JsonNode emergency = emergency();
        assertThat(live.get("config").fieldNames()).toIterable().containsExactlyElementsOf(emergency::fieldNames);
        live.set("config", emergency);
        ContractFile.assertSays("fixtures/refusal.json", live);
    }

    @Test
    void a_dry_run_as_anyone_and_as_an_operator_sees_it() throws IOException {
        CleanupView operator = cleanup(CleanupMode.IDLE, new Step(IDLE, Evidence.SURPLUS, Action.RETIRE));
        ContractFile.assertSays("fixtures/cleanup-operator.json", json(operator));
        ContractFile.assertSays("fixtures/cleanup-anyone.json", json(operator.forAnyone()));
    }

    @Test
    void a_dry_run_that_names_a_holder() throws IOException {
        Holder holder = new Holder(
                7,
                new Caller("POST /api/conversations/{id}/messages/holding", "203.0.113.7"),
                "worker-3",
                true,
                61_000);
        PooledConnection leaked = new PooledConnection(
                4712, holder, 0, new Backend(Activity.IDLE, 0, 0, 60_000, null, "Client:ClientRead"));
        ContractFile.assertSays(
                "fixtures/cleanup-operator-leaked.json",
                json(cleanup(CleanupMode.LEAKED, new Step(leaked, Evidence.LEAKED, Action.RECLAIM))));
    }

    @Test
    void an_analysis_with_a_finding_and_a_forecast() throws IOException {
        ContractFile.assertSays(
                "fixtures/analysis.json", json(analysis(new Outlook(List.of(12, 14, 20), 25), HELD_IDLE)));
    }

    @Test
    void an_analysis_of_a_pool_that_is_well_and_of_which_little_is_known() throws IOException {
        ContractFile.assertSays("fixtures/analysis-nothing.json", json(analysis(null)));
    }

    @Test
    void a_real_analysis_has_the_same_members() throws IOException {
        JsonNode live = mapper.readTree(Api.operator().get(Api.ANALYSIS).asString());
        assertThat(live.fieldNames()).toIterable().containsExactlyElementsOf(json(analysis(null))::fieldNames);
        assertThat(live.get("sample_age_ms").isIntegralNumber()).isTrue();
        assertThat(Instant.parse(live.get("at").asText())).isBefore(Instant.now());
    }

    @Test
    void a_real_cleanup_has_the_same_members() throws IOException {
        JsonNode live = mapper.readTree(Api.operator()
                .contentType(ContentType.JSON)
                .body("{\"dry_run\":true}")
                .post(Api.CLEANUP)
                .asString());
        JsonNode known = json(cleanup(CleanupMode.IDLE, new Step(IDLE, Evidence.SURPLUS, Action.RETIRE)));
        assertThat(live.fieldNames()).toIterable().containsExactlyElementsOf(known::fieldNames);
        assertThat(live.get("cooldown_seconds")).isEqualTo(known.get("cooldown_seconds"));
    }

    private JsonNode normal() throws IOException {
        return config(42, Pressure.LOW, false);
    }

    private JsonNode emergency() throws IOException {
        return config(45, Pressure.CRITICAL, false, Reason.USAGE_CRITICAL, Reason.REQUESTS_REJECTED);
    }

    private JsonNode config(long revision, Pressure pressure, boolean breakerOpen, Reason... reasons)
            throws IOException {
        Assessment assessment = new Assessment(pressure, List.of(reasons));
        var config = new ThrottlingPlanner(ThrottlingSettings.DEFAULTS).plan(assessment, breakerOpen);
        return json(ConfigView.of(
                new PublishedState(config, revision, null, assessment, null, null, null, null, null, null, null, null),
                INSTANCE));
    }

    /** 412 ms after the tick. */
    private static AnalysisView analysis(Outlook outlook, Finding... findings) {
        Analysis analysis = new Analysis(0, List.of(findings), outlook);
        return AnalysisView.of(analysis, Instant.parse("2026-01-01T12:00:00Z"), 412_900_000);
    }

    private static CleanupView cleanup(CleanupMode mode, Step step) {
        PoolCounts counts = new PoolCounts(20, 10, 30, 25, 3, 1_000, 25, 25, 0, 0, 0, 0);
        return CleanupView.of(new CleanupReport(
                        5,
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        new CleanupRequest(mode, true, "pool full", CleanupRequest.MOST, false, By.operator("ada")),
                        new CleanupPlan(List.of(step), List.of()),
                        CleanupOutcome.NOTHING,
                        null,
                        counts,
                        counts))
                .withCooldown(60);
    }

    /** Through text, as it would arrive. */
    private JsonNode json(Object view) throws IOException {
        return mapper.readTree(mapper.writeValueAsString(view));
    }
}
