package dev.poolwarden.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Interactive;
import dev.poolwarden.pool.PostgresPool;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool leaked to its last connection, in ten ways at once, on the running application: all of it comes back by itself. */
@QuarkusTest
@TestProfile(LeakTest.Twenty.class)
class LeakTest {

    private static final Logger LOG = Logger.getLogger(LeakTest.class);
    private static final int CONNECTIONS = 20;
    private static final Duration LEAK_LIMIT = Duration.ofSeconds(2);
    private static final Duration GOAL = LEAK_LIMIT.plusSeconds(2);
    private static final String CLIENT = "0b5c1d9e-8f0e-4a53-9d3f-1d0f6f1f7a11";

    /** Twenty connections and a permit for each. */
    public static class Twenty implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.instance", "leak-test",
                    "poolwarden.pool.size", "20",
                    "poolwarden.pool.max-overflow", "0",
                    "poolwarden.gate.max-concurrent", "20",
                    "poolwarden.cleanup.leak-after", LEAK_LIMIT.toSeconds() + "s",
                    "poolwarden.cleanup.idle-in-transaction-after", LEAK_LIMIT.toSeconds() + "s");
        }
    }

    @Inject
    DataSource dataSource;

    @Inject
    TransactionManager transactions;

    @Inject
    Gate gate;

    @Inject
    PostgresPool pool;

    @BeforeEach
    void prepare() throws SQLException {
        await().until(() -> pool.counts().established() == CONNECTIONS);
        try (Connection connection = dataSource.getConnection()) {
            Leaks.run(connection, "drop table if exists leaks, locked");
            Leaks.run(connection, "create table leaks (text text)");
            Leaks.run(connection, "create table locked (id int)");
            Leaks.run(connection, "insert into locked select generate_series(0, 9)");
        }
    }

    @AfterEach
    void the_pool_is_whole() throws SQLException {
        Set<Integer> backends = new HashSet<>();
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(Interactive.borrowing(dataSource)
                    .getConnection()); // from the second on, this thread may use the reserved ones
            backends.add(number(all.get(i), "select pg_backend_pid()"));
        }
        assertThat(backends).as("each a connection of its own").hasSize(CONNECTIONS);
        assertThat(number(all.get(0), "select count(*) from leaks"))
                .as("what was half done is rolled back")
                .isZero();
        assertThat(number(all.get(0), "select count(*) from (select * from locked for update nowait) unlocked"))
                .isEqualTo(10);
        assertThat(number(all.get(0), "select count(*) from pg_locks where locktype = 'advisory'"))
                .isZero();
        assertThat(number(
                        all.get(0),
                        "select count(*) from pg_stat_activity where application_name = 'poolwarden:leak-test'"))
                .as("as the server counts them")
                .isEqualTo(CONNECTIONS);
        for (Connection each : all) {
            each.close();
        }
        assertThat(pool.counts().established()).isEqualTo(CONNECTIONS);
        assertNothingIsHeld();
    }

    private void assertNothingIsHeld() {
        assertThat(gate.snapshot().occupancy().inFlight()).isZero();
        assertThat(pool.counts().inUse()).isZero();
        assertThat(pool.dataSource().getMetrics().activeCount())
                .as("Agroal's own books")
                .isZero();
    }

    @Test
    void twenty_of_twenty_leaked_in_ten_ways_come_back_four_times_in_a_row() throws Exception {
        for (int round = 1; round <= 4; round++) {
            Leaks leaks = new Leaks(dataSource, transactions);
            for (int number = 0; number < 2; number++) {
                leak(leaks, number);
            }
            long begun = System.nanoTime();
            assertThat(gate.snapshot().occupancy().inFlight()).isEqualTo(CONNECTIONS);
            awaitHoldersNamedRightly(leaks);

            await().atMost(GOAL.multipliedBy(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> gate.snapshot().occupancy().inFlight() == 0);
            LOG.infof(
                    "Round %d: all permits back %d ms after the last leak, the limit being %d ms",
                    round, (System.nanoTime() - begun) / 1_000_000, LEAK_LIMIT.toMillis());

            assertThat(leaks.comeBack())
                    .as("commits in a transaction and in JTA, statements with a row and an advisory lock; two of each")
                    .hasSize(8)
                    .noneMatch(Error.class::isInstance);
            assertNothingIsHeld();
            await().until(() -> pool.counts().established() == CONNECTIONS);
        }
    }

    @Test
    void running_statements_go_on_while_the_rest_is_taken_back() throws Exception {
        List<FutureTask<Integer>> working = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            working.add(new FutureTask<>(() -> {
                try (Connection connection = dataSource.getConnection()) {
                    return number(connection, "select 42 from pg_sleep(8)");
                }
            }));
            new Thread(working.get(i)).start();
        }
        await().until(() -> gate.snapshot().occupancy().inFlight() == 2);
        Leaks leaks = new Leaks(dataSource, transactions);
        for (int number = 0; number < 2; number++) {
            for (Callable<?> way : leaks.ways(number).values()) {
                way.call();
            }
        }
        await().atMost(GOAL.multipliedBy(5))
                .until(() -> gate.snapshot().occupancy().inFlight() == 2);
        assertThat(working).as("still at work").noneMatch(FutureTask::isDone);
        for (FutureTask<Integer> each : working) {
            assertThat(each.get()).isEqualTo(42);
        }
        leaks.comeBack();
    }

    /** The tenth way is a route; the others have threads. */
    private void leak(Leaks leaks, int number) throws Exception {
        given().header("Poolwarden-Client", CLIENT)
                .post("/test/leaks/" + number)
                .then()
                .statusCode(204);
        for (Callable<?> way : leaks.ways(number).values()) {
            way.call();
        }
    }

    private void awaitHoldersNamedRightly(Leaks leaks) {
        await().untilAsserted(() -> {
            List<Map<String, Object>> holders = holders().getList("holders");
            assertThat(holders).hasSize(CONNECTIONS);
            for (String way : leaks.ways(0).keySet()) {
                assertThat(holders)
                        .filteredOn(each -> each.get("call_site").toString().startsWith("Leaks." + way + ":"))
                        .as(way)
                        .hasSize(2);
            }
            assertThat(holders)
                    .filteredOn(each -> each.get("call_site").equals("POST /test/leaks/{number}"))
                    .hasSize(2)
                    .allMatch(each -> CLIENT.equals(each.get("client")));
        });
    }

    private static JsonPath holders() {
        return given().auth()
                .preemptive()
                .basic("ada", "correct horse")
                .get("/api/v1/health/database/holders")
                .jsonPath();
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
