package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.Neighbours;
import dev.poolwarden.testing.PgBouncer;
import dev.poolwarden.testing.PgBouncer.Mode;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.xa.PGXADataSource;

/** A real PgBouncer that leaves a connection its process while it is open. */
class SessionPoolerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void it_is_recognised_and_process_ids_are_the_servers_own() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres);
                PoolFixture fixture = open(pooler)) {
            fixture.borrowAndReturn(5);

            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
            List<Integer> pids = pids(fixture.plan(CleanupMode.GRACEFUL));
            assertThat(pids).hasSize(5).doesNotHaveDuplicates();
            assertThat(listed(pids, "application_name = 'poolwarden:test'")).isEqualTo(5);
        }
    }

    @Test
    void it_is_recognised_with_connections_made_for_xa_too() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres);
                PoolFixture fixture = new PoolFixture(
                        PoolFixture.SMALL,
                        8,
                        WAIT,
                        List.of(),
                        configured -> configured.connectionFactoryConfiguration(
                                made -> made.jdbcUrl(pooler.url()).connectionProviderClass(PGXADataSource.class)))) {
            assertThat(fixture.pool.probe().probe().reachable()).isTrue();
            assertThat(fixture.pool.probe().probe().reachable()).isTrue();
            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
        }
    }

    @Test
    void a_retired_connection_counts_as_gone_while_its_process_serves_on() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres);
                PoolFixture fixture = open(pooler)) {
            fixture.borrowAndReturn(6);

            CleanupPlan surplus = fixture.plan(CleanupMode.IDLE);
            assertThat(surplus.steps()).hasSize(4).extracting(Step::evidence).containsOnly(Evidence.SURPLUS);
            assertThat(fixture.pool.cleanUp(surplus)).isEqualTo(new CleanupOutcome(4, 0, 0, 0));
            assertThat(fixture.pool.counts().established()).isEqualTo(2);
            assertThat(listed(pids(surplus), "true")).isEqualTo(4);
        }
    }

    @Test
    void a_connection_whose_process_the_server_has_cut_is_retired_as_dead() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres);
                PoolFixture fixture = open(pooler)) {
            int victim = pids(fixture.plan(CleanupMode.GRACEFUL)).get(0);
            postgres.asAdmin("select pg_terminate_backend(%d, 5000)".formatted(victim));

            CleanupPlan dead = fixture.plan(CleanupMode.IDLE);
            assertThat(pids(dead)).containsExactly(victim);
            assertThat(dead.steps()).extracting(Step::evidence).containsExactly(Evidence.DEAD);
        }
    }

    @Test
    void what_is_held_too_long_is_taken_back_and_nothing_else() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres);
                PoolFixture fixture = open(pooler);
                Neighbours neighbours = new Neighbours(pooler.url(), 1, 1)) {
            Connection held = fixture.borrow();
            PoolFixture.ask(held, "select 1");

            CleanupPlan plan = fixture.plan(CleanupMode.ALL);
            assertThat(fixture.pool.cleanUp(plan).reclaimed()).isEqualTo(1);
            assertThat(fixture.inFlight()).isZero();
            assertThatThrownBy(held::createStatement).isInstanceOf(ConnectionReclaimedException.class);
            held.close();
            assertThat(fixture.ask("select 1")).isEqualTo("1");
        }
    }

    @Test
    void connections_that_wear_out_under_load_never_exceed_what_the_pooler_allows() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres, "max_client_conn = 9");
                PoolFixture fixture = new PoolFixture(pooler.url(), PoolUnderLoadTest.wearing(2, 6, 7), 8, WAIT)) {
            PoolUnderLoadTest.hammer(fixture, "select 1");
            assertThat(fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
            assertThat(fixture.pool.counts().connectionErrors()).isZero();
        }
    }

    @Test
    void a_pooler_that_is_full_at_the_start_is_named_and_the_pool_recovers_when_there_is_room() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres, "max_client_conn = 4")) {
            Neighbours neighbours = new Neighbours(pooler.url(), 4, 0);
            try (MonitoredPool pool = new MonitoredPool(pooler.url(), PoolFixture.SMALL, 8, WAIT)) {
                await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
                neighbours.close();
                await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
                await().until(() -> pool.fixture.pool.counts().established() == 2);
            }
        }
    }

    @Test
    void a_pooler_that_grants_less_than_configured_lowers_what_is_granted_to_what_is_open() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres, "max_client_conn = 4");
                PoolFixture fixture = open(pooler)) {
            fixture.pool.testConnection(); // the reserved connection is open

            try (var one = fixture.borrow();
                    var two = fixture.borrow();
                    var three = fixture.borrow()) {
                assertThatThrownBy(() -> PostgresPoolTest.onAnotherThread(
                                () -> fixture.borrow().close()))
                        .hasMessageContaining("max_client_conn");
                assertThat(fixture.pool.counts().granted()).isEqualTo(3);
            }
        }
    }

    @Test
    void while_the_mode_cannot_be_tested_it_is_unknown_and_the_pool_works() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(Mode.SESSION, postgres, "max_client_conn = 4")) {
            Neighbours neighbours =
                    new Neighbours(pooler.url(), 3, 0); // one place left: none for the reserved connection
            try (PoolFixture fixture = open(pooler)) {
                assertThat(fixture.ask("select 1")).isEqualTo("1");
                assertThat(fixture.pool.pooling()).isEqualTo(Pooling.UNKNOWN);
                neighbours.close();
                await().atMost(RECOVERY)
                        .until(() ->
                                fixture.pool.probe().probe().reachable() && fixture.pool.pooling() == Pooling.SESSION);
            }
        }
    }

    @Test
    void processes_that_the_pooler_keeps_for_us_do_not_stand_in_our_way() throws Exception {
        try (TestPostgres small = new TestPostgres(20);
                PgBouncer pooler = PgBouncer.start(Mode.SESSION, small);
                Connection direct = small.admin();
                MonitoredPool pool = new MonitoredPool(pooler.url(), PoolUnderLoadTest.wearing(2, 28, 0), 30, WAIT)) {
            int fits = 20 - 3 - 2 - 1 - 1; // kept, left free, the administrator, the reserved connection
            await().until(() -> pool.state().gate().limit() == fits);
            pool.fixture.borrowAndReturn(fits);
            pool.fixture.pool.cleanUp(pool.fixture.plan(CleanupMode.IDLE));
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(2);
            assertThat(processes(small)).isEqualTo(fits + 1);

            await().until(() -> fitsNow(pool) == fits); // the pooler cleans a process before it is idle
            pool.fixture.borrowAndReturn(fits);
            assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
            assertThat(processes(small)).isEqualTo(fits + 1);
        }
    }

    @Test
    void a_restart_finds_the_room_that_the_pooler_still_keeps() throws Exception {
        try (TestPostgres small = new TestPostgres(20);
                PgBouncer pooler = PgBouncer.start(Mode.SESSION, small)) {
            try (PoolFixture before = new PoolFixture(pooler.url(), PoolUnderLoadTest.wearing(20, 10, 0), 30, WAIT)) {
                await().until(() -> before.pool.counts().established() == 20 - 3 - 2 - 1);
            }
            try (MonitoredPool pool = new MonitoredPool(pooler.url(), PoolUnderLoadTest.wearing(20, 10, 0), 30, WAIT)) {
                await().until(() -> fitsNow(pool) == 20 - 3 - 2 - 1);
                await().until(() -> pool.fixture.pool.counts().established() == 20 - 3 - 2 - 1);
            }
        }
    }

    @Test
    void others_at_work_behind_the_same_pooler_take_their_room() throws Exception {
        try (TestPostgres small = new TestPostgres(20);
                PgBouncer pooler = PgBouncer.start(Mode.SESSION, small);
                Neighbours holding = new Neighbours(pooler.url(), 4, 0);
                MonitoredPool pool = new MonitoredPool(pooler.url(), PoolFixture.SMALL, 8, WAIT)) {
            assertThat(pool.fixture.pool.pooling()).isEqualTo(Pooling.SESSION);
            assertThat(pool.fixture
                            .pool
                            .fit()
                            .orElseThrow()
                            .tightest()
                            .orElseThrow()
                            .others())
                    .isEqualTo(4);
        }
    }

    /** The pooler's, those that no client has at present too. */
    private static int processes(TestPostgres server) {
        return server.count("select count(*) from pg_stat_activity where usename = 'app'");
    }

    private static int fitsNow(MonitoredPool pool) {
        return pool.fixture.pool.fit().orElseThrow().fits();
    }

    private static PoolFixture open(PgBouncer pooler) {
        return new PoolFixture(pooler.url(), PoolFixture.SMALL, 8, WAIT);
    }

    private static List<Integer> pids(CleanupPlan plan) {
        return plan.steps().stream().map(each -> each.connection().pid()).toList();
    }

    private static int listed(List<Integer> pids, String condition) {
        return postgres.count("select count(*) from pg_stat_activity where pid in (%s) and %s"
                .formatted(pids.stream().map(String::valueOf).collect(Collectors.joining(",")), condition));
    }
}
