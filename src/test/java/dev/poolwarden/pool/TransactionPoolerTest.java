package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Spared;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.Neighbours;
import dev.poolwarden.testing.PgBouncer;
import dev.poolwarden.testing.PgBouncer.Mode;
import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PgBouncer that gives the server's processes to others after each transaction; and no pooler, for comparison. */
class TransactionPoolerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String TAKING_TURNS = "server_round_robin = 1";

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
        postgres.asAdmin("create extension pg_stat_statements");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void without_a_pooler_each_connection_costs_one_question_and_no_borrow_any() throws Exception {
        postgres.asAdmin("select pg_stat_statements_reset()");
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, WAIT)) {
            fixture.borrowAndReturn(5);
            PoolUnderLoadTest.hammer(fixture, "select 1");

            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.DIRECT);
            assertThat(
                            postgres.count(
                                    "select sum(calls) from pg_stat_statements where query like '%pg_stat_get_activity(pg_backend_pid())%'"))
                    .isEqualTo((int) fixture.pool.counts().created() + 1); // and the reserved one
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TAKING_TURNS, "default_pool_size = 1", "server_reset_query_always = 1"})
    void it_is_recognised_however_it_deals_the_processes(String configured) throws Exception {
        try (PgBouncer pooler = transactionMode(configured)) {
            if (!configured.startsWith("default_pool_size")) {
                new Neighbours(pooler.url(), 2, 0).close(); // two processes, for turns to be taken
            }
            try (PoolFixture fixture = ofOne(pooler)) {
                assertThat(fixture.pool.pooling()).isEqualTo(Pooling.TRANSACTION);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TAKING_TURNS})
    void it_is_recognised_while_others_keep_its_processes_busy(String configured) throws Exception {
        try (PgBouncer pooler = transactionMode(configured);
                Neighbours neighbours = new Neighbours(pooler.url(), 3, 3)) {
            for (int i = 0; i < 20; i++) {
                try (PoolFixture fixture = ofOne(pooler)) {
                    assertThat(fixture.pool.pooling()).isEqualTo(Pooling.TRANSACTION);
                }
            }
        }
    }

    @Test
    void one_taken_for_session_mode_is_found_out_by_the_next_connection() throws Exception {
        try (PgBouncer pooler = sessionMode();
                PoolFixture fixture = open(pooler)) {
            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
            pooler.reload(Mode.TRANSACTION);

            await().until(() -> {
                fixture.borrowAndReturn(4);
                fixture.pool.cleanUp(fixture.plan(CleanupMode.IDLE));
                return fixture.pool.pooling() == Pooling.TRANSACTION;
            });
        }
    }

    @Test
    void one_taken_for_session_mode_is_found_out_by_the_next_probe() throws Exception {
        try (PgBouncer pooler = sessionMode();
                PoolFixture fixture = open(pooler)) {
            fixture.pool.probe().probe();
            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
            pooler.reload(Mode.TRANSACTION, TAKING_TURNS);

            awaitFoundOut(fixture);
        }
    }

    @Test
    void what_was_planned_is_retired_and_nothing_else_though_connections_share_processes() throws Exception {
        try (PgBouncer pooler = transactionMode("default_pool_size = 1");
                PoolFixture fixture = open(pooler)) {
            fixture.borrowAndReturn(6);

            CleanupPlan surplus = fixture.plan(CleanupMode.IDLE);
            assertThat(surplus.steps()).hasSize(4).extracting(Step::evidence).containsOnly(Evidence.SURPLUS);
            assertThat(fixture.pool.cleanUp(surplus)).isEqualTo(new CleanupOutcome(4, 0, 0, 0));
            assertThat(fixture.pool.counts().established()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CleanupMode.class,
            names = {"LEAKED", "ALL"})
    void nobody_who_holds_a_connection_loses_it_and_the_plan_says_why(CleanupMode mode) throws Exception {
        try (PgBouncer pooler = transactionMode("");
                PoolFixture fixture = open(pooler);
                Connection held = fixture.borrow()) {
            held.setAutoCommit(false);
            PoolFixture.ask(held, "select 1");

            CleanupPlan plan = fixture.plan(mode);
            assertThat(plan.spared()).extracting(Spared::why).containsExactly(Why.SHARED_BACKEND);
            fixture.pool.cleanUp(plan);
            assertThat(PoolFixture.ask(held, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_plan_made_before_the_pooler_was_found_out_ends_nobodys_process() throws Exception {
        try (PgBouncer pooler = sessionMode();
                PoolFixture fixture = open(pooler)) {
            fixture.pool.probe().probe();
            Connection held = fixture.borrow();
            CleanupPlan plan = fixture.plan(CleanupMode.ALL);
            pooler.reload(Mode.TRANSACTION, TAKING_TURNS);
            awaitFoundOut(fixture);

            assertThat(fixture.pool.cleanUp(plan).spared()).isEqualTo(1);
            assertThat(PoolFixture.ask(held, "select 1")).isEqualTo("1");
            held.close();
        }
    }

    private static void awaitFoundOut(PoolFixture fixture) {
        await().until(() -> {
            fixture.ask("select 1");
            fixture.pool.probe().probe();
            return fixture.pool.pooling() == Pooling.TRANSACTION;
        });
    }

    @Test
    void the_application_works_and_the_monitor_sees_a_healthy_database() throws Exception {
        try (PgBouncer pooler = transactionMode(TAKING_TURNS);
                MonitoredPool pool = new MonitoredPool(pooler.url(), PoolFixture.SMALL, 8, WAIT)) {
            PoolUnderLoadTest.hammer(pool.fixture, "select 1");

            await().until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            assertThat(pool.fixture.pool.testConnection()).isPositive();
            assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
        }
    }

    @Test
    void the_servers_limit_on_connections_is_not_the_pools() throws Exception {
        postgres.asAdmin("alter role app connection limit 3");
        try (PgBouncer pooler = transactionMode("default_pool_size = 2");
                PoolFixture fixture = open(pooler)) {
            assertThat(fixture.pool.probe().probe().reachable()).isTrue();
            assertThat(fixture.pool.counts().granted()).isEqualTo(8);
            assertThat(fixture.pool.fit())
                    .hasValueSatisfying(fit -> assertThat(fit.isWhole()).isTrue());
            fixture.borrowAndReturn(8);
        } finally {
            postgres.asAdmin("alter role app connection limit -1");
        }
    }

    @Test
    void the_reserved_connection_leaves_no_timeout_of_its_own_to_the_application() throws Exception {
        try (PgBouncer pooler = transactionMode("default_pool_size = 1");
                PoolFixture fixture = ofOne(pooler)) {
            assertThat(fixture.ask("show statement_timeout")).isEqualTo("30s");
        }
    }

    @Test
    void the_reserved_connection_prepares_nothing_that_another_process_would_miss() throws Exception {
        try (PgBouncer pooler = transactionMode(TAKING_TURNS)) {
            new Neighbours(pooler.url(), 2, 0).close();
            try (ReservedConnection reserved = new ReservedConnection(
                    new AgroalConnectionFactoryConfigurationSupplier()
                            .jdbcUrl(pooler.url())
                            .get(),
                    "poolwarden:test:reserved",
                    process -> {},
                    new Random(),
                    System::nanoTime)) {
                Backends backends = new Backends(reserved);
                for (int i = 0; i < 20; i++) {
                    assertThat(backends.awaitGone(List.of(-1), Duration.ZERO)).isEmpty();
                }
            }
        }
    }

    private static PgBouncer transactionMode(String configured) {
        return PgBouncer.start(Mode.TRANSACTION, postgres, configured);
    }

    private static PgBouncer sessionMode() {
        return PgBouncer.start(Mode.SESSION, postgres);
    }

    private static PoolFixture open(PgBouncer pooler) {
        return new PoolFixture(pooler.url(), PoolFixture.SMALL, 8, WAIT);
    }

    /** Nothing but the test tells the mode: there is no second connection to meet the first one's process. */
    private static PoolFixture ofOne(PgBouncer pooler) {
        return new PoolFixture(pooler.url(), PoolUnderLoadTest.wearing(1, 0, 0), 1, WAIT);
    }
}
