package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.testing.Neighbours;
import dev.poolwarden.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the probe learns of a real PostgreSQL. */
class PostgresProbeTest {

    private static TestPostgres postgres;
    private PoolFixture fixture;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void open() {
        fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void tells_the_server_s_limit_and_who_uses_it() {
        Reachable reading = probe();
        assertThat(reading.maxConnections()).hasValue(60);
        assertThat(reading.usedConnections().orElse(0)).isGreaterThanOrEqualTo(3);
        assertThat(reading.byApplication())
                .contains(new ApplicationUse("poolwarden:test", 2), new ApplicationUse("poolwarden:test:reserved", 1));
        assertThat(reading.latency()).isPositive();
    }

    @Test
    void tells_query_times_where_the_server_offers_them_and_none_where_not() throws SQLException {
        assertThat(probe().queryTimes()).isEmpty();

        postgres.asAdmin("app", "create extension pg_stat_statements");
        try (PoolFixture fresh = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(1))) {
            fresh.pool.probe().probe();
            for (int i = 0; i < 20; i++) {
                fresh.ask("select pg_sleep(0.01)");
            }
            Reachable reading = (Reachable) fresh.pool.probe().probe();
            assertThat(reading.queryTimes()).hasValueSatisfying(times -> {
                assertThat(times.calls()).isGreaterThanOrEqualTo(20);
                assertThat(times.meanMillis()).isPositive();
                assertThat(times.maxMillis()).isGreaterThanOrEqualTo(10);
            });
        } finally {
            postgres.asAdmin("app", "drop extension pg_stat_statements");
        }
    }

    /** To an ordinary role the server shows neither kind nor state of another role's process. */
    @Test
    void an_ordinary_role_counts_what_other_roles_use() throws SQLException {
        postgres.asAdmin("create role stranger login");
        await().until(() -> probe().byApplication().stream() // the administrator has left
                .noneMatch(each -> each.application().equals("PostgreSQL JDBC Driver")));
        int before = probe().usedConnections().orElseThrow();
        String url = "jdbc:postgresql://localhost:%d/postgres?user=stranger&ApplicationName=strange";
        try (Neighbours strangers = new Neighbours(url.formatted(postgres.port()), 3, 0)) {
            Reachable reading = probe();

            assertThat(reading.usedConnections()).hasValue(before + 3);
            assertThat(reading.byApplication()).contains(new ApplicationUse("strange", 3));
            assertThat(reading.fit().flatMap(Fit::tightest)).hasValueSatisfying(server -> {
                assertThat(server.allowed()).isEqualTo(60);
                assertThat(server.kept()).isEqualTo(3);
                assertThat(server.others()).isEqualTo(3);
            });
        }
    }

    @Test
    void its_own_processes_are_nobody_elses_and_those_of_the_server_are_no_connections() throws SQLException {
        fixture.borrowAndReturn(5);
        assertThat(probe().fit().flatMap(Fit::tightest).map(Fit.Limit::others)).hasValue(0);
        assertThat(probe().usedConnections()).hasValue(6);
    }

    private Reachable probe() {
        return (Reachable) fixture.pool.probe().probe();
    }
}
