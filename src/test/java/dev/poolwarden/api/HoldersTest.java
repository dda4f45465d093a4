package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who holds what, over HTTP, and what becomes of it when an operator takes it back; far below the critical usage. */
@QuarkusTest
@TestProfile(HoldersTest.ShortLimits.class)
class HoldersTest {

    public static class ShortLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.monitor.sample-interval", "200ms",
                    "poolwarden.cleanup.leak-after", "1s",
                    "poolwarden.cleanup.idle-in-transaction-after", "1s",
                    "poolwarden.cleanup.cooldown", "0s");
        }
    }

    @Inject
    DataSource dataSource;

    private Connection held;
    private long begun;

    @BeforeEach
    void hold() throws SQLException {
        begun = System.nanoTime();
        held = dataSource.getConnection();
        held.setAutoCommit(false);
        try (Statement statement = held.createStatement()) {
            statement.execute("select 1");
        }
    }

    @AfterEach
    void giveBack() throws SQLException {
        held.close();
    }

    /** What the last sample shows may still be the test before this one. */
    private JsonPath awaitSuspect() {
        return await().until(
                        () -> Api.operator().get(Api.HOLDERS).jsonPath(),
                        holders -> holders.getList("holders").size() == 1
                                && holders.getLong("holders[0].held_ms") <= (System.nanoTime() - begun) / 1_000_000
                                && "idle_in_transaction".equals(holders.getString("holders[0].evidence")));
    }

    @Test
    void each_holder_has_a_site_and_what_the_server_says() {
        JsonPath holders = awaitSuspect();
        assertThat(holders.getMap("holders[0]"))
                .containsOnlyKeys(
                        "pid",
                        "call_site",
                        "client",
                        "thread",
                        "thread_alive",
                        "held_ms",
                        "state",
                        "idle_ms",
                        "transaction_ms",
                        "wait_event",
                        "evidence")
                .containsEntry("state", "idle_in_transaction")
                .containsEntry("wait_event", "Client:ClientRead")
                .containsEntry("thread", Thread.currentThread().getName());
        assertThat(holders.getLong("holders[0].held_ms")).isGreaterThan(1000);
        assertThat(holders.getLong("holders[0].transaction_ms")).isGreaterThan(1000);
        assertThat(holders.getLong("sample_age_ms")).isNotNegative();
    }

    @Test
    void each_call_site_has_its_share_of_idleness_in_a_sentence() {
        JsonPath holders = awaitSuspect();
        String site = holders.getString("holders[0].call_site");
        Map<String, Object> use = holders.getMap("call_sites.find { it.call_site == '" + site + "' }");
        assertThat(use)
                .containsOnlyKeys(
                        "call_site",
                        "holding",
                        "mean_held_ms",
                        "longest_ms",
                        "idle_percent",
                        "share_percent",
                        "summary");
        assertThat(use.get("summary").toString()).matches(".* holds a connection \\d+\\.\\d s, \\d+ % of it idle");
    }

    @Test
    void the_status_counts_them_and_names_nobody() {
        awaitSuspect();
        await().untilAsserted(() -> {
            JsonPath status = get(Api.STATUS).jsonPath();
            assertThat(status.getMap("holders"))
                    .containsOnlyKeys(
                            "held",
                            "working",
                            "idle",
                            "idle_in_transaction",
                            "unknown",
                            "reclaimable",
                            "oldest_ms",
                            "suspected",
                            "reclaim_possible")
                    .containsEntry("held", 1)
                    .containsEntry("idle_in_transaction", 1)
                    .containsEntry("reclaimable", 1)
                    .containsEntry("reclaim_possible", true);
            assertThat(status.getInt("holders.suspected")).isPositive();
        });
    }

    @Test
    void leaked_takes_it_back_and_only_operators_learn_from_whom() {
        JsonPath before = awaitSuspect();
        JsonPath done = Api.operator()
                .contentType("application/json")
                .body("{\"mode\":\"leaked\",\"reason\":\"3 am\"}")
                .post(Api.CLEANUP)
                .jsonPath();

        assertThat(done.getInt("outcome.reclaimed")).isEqualTo(1);
        assertThat(done.getString("plan[0].action")).isEqualTo("reclaim");
        assertThat(done.getString("plan[0].holder.call_site")).isEqualTo(before.getString("holders[0].call_site"));
        assertThatThrownBy(held::createStatement).isInstanceOf(ConnectionReclaimedException.class);
        JsonPath audit = Api.operator().get(Api.AUDIT).jsonPath();
        assertThat(audit.getInt("cleanups[0].id")).isEqualTo(done.getInt("id"));
        assertThat(audit.getString("cleanups[0].by")).isEqualTo("ada");
        assertThat(audit.getString("cleanups[0].reason")).isEqualTo("3 am");
        assertThat(audit.getInt("cleanups[0].before.in_use")).isEqualTo(1);
        assertThat(audit.getInt("cleanups[0].after.in_use")).isZero();
        await().untilAsserted(() -> {
            JsonPath status = get(Api.STATUS).jsonPath();
            assertThat((Object) status.get("last_cleanup.id")).isEqualTo(done.get("id"));
            assertThat(status.getMap("last_cleanup")).containsEntry("by", null).containsEntry("reason", null);
            assertThat((Object) status.get("last_cleanup.plan[0].holder")).isNull();
        });
    }

    @Test
    void a_dry_run_names_who_would_lose_what_and_takes_nothing() throws SQLException {
        awaitSuspect();
        JsonPath plan = Api.operator()
                .contentType("application/json")
                .body("{\"mode\":\"leaked\",\"dry_run\":true}")
                .post(Api.CLEANUP)
                .jsonPath();
        assertThat(plan.getList("plan")).hasSize(1);
        assertThat(plan.getInt("outcome.reclaimed")).isZero();
        held.createStatement().execute("select 1");
    }
}
