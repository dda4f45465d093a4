package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reclaims by hand on a real PostgreSQL: what is held without working goes, and its holder hears why when it comes back. */
class ReclaimTest {

    private static final ReclaimLimits LIMITS = new ReclaimLimits(Duration.ofSeconds(1), Duration.ofSeconds(1));

    private static TestPostgres postgres;
    private MonitoredPool pool;
    private boolean realTrouble;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
        postgres.asAdmin("app", "create table notes (text text); grant all on notes to app");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void open() throws SQLException {
        var fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofMillis(100));
        pool = new MonitoredPool(fixture, LIMITS, 8);
        for (int i = 0; i < BreakerSettings.DEFAULTS.minimumCalls(); i++) {
            fixture.ask("select 1"); // the breaker has no opinion before
        }
    }

    @AfterEach
    void nothing_is_left() {
        assertThat(pool.fixture.inFlight()).isZero();
        assertThat(pool.fixture.pool.counts().inUse()).isZero();
        assertThat(pool.fixture.pool.dataSource().getMetrics().activeCount()).isZero();
        assertThat(pool.fixture.breaker.snapshot().failurePercent() > 0)
                .as("what we did ourselves is no sign of the database's health")
                .isEqualTo(realTrouble);
        pool.close();
        postgres.awaitNothingPooled();
    }

    private CleanupReport run(CleanupMode mode) throws Exception {
        Answer answer = pool.cleanups.ask(new CleanupRequest(mode, false, "test", 100, true, By.operator("test")));
        return ((Answer.Done) answer).report();
    }

    private void awaitSuspects(int suspects) {
        await().until(() -> pool.state().holders().reclaimable() == suspects);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_holder_that_comes_back_hears_that_its_connection_was_taken_and_why() throws Exception {
        pool.fixture.site = "POST /chat";
        Connection held = pool.fixture.borrow();
        PreparedStatement prepared = held.prepareStatement("select 1");
        String backend = PoolFixture.ask(held, "select pg_backend_pid()");
        awaitSuspects(1);

        CleanupReport report = run(CleanupMode.LEAKED);

        assertThat(report.outcome()).isEqualTo(new CleanupOutcome(0, 1, 0, 0));
        assertThat(postgres.count("select count(*) from pg_stat_activity where pid = " + backend))
                .isZero();
        assertThat(pool.fixture.inFlight()).isZero();
        assertThatThrownBy(held::createStatement)
                .isInstanceOf(ConnectionReclaimedException.class)
                .hasMessageContaining("POST /chat")
                .hasMessageContaining("backend " + backend)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("08003");
        assertThatThrownBy(prepared::executeQuery)
                .isInstanceOf(SQLException.class)
                .hasRootCauseInstanceOf(ConnectionReclaimedException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("08"));
        assertThatThrownBy(held::commit)
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("08"));
        assertThat(held.isClosed()).isTrue();
        held.close();
        held.close();
    }

    @Test
    void what_was_not_committed_is_rolled_back_and_what_was_is_kept() throws Exception {
        Connection held = pool.fixture.borrow();
        execute(held, "insert into notes values ('kept')");
        held.setAutoCommit(false);
        execute(held, "insert into notes values ('half done')");
        awaitSuspects(1);

        CleanupReport report = run(CleanupMode.LEAKED);

        assertThat(report.plan().steps().get(0).evidence()).isEqualTo(Evidence.IDLE_IN_TRANSACTION);
        assertThatThrownBy(held::commit).isInstanceOf(SQLException.class);
        assertThat(pool.fixture.ask("select string_agg(text, ',') from notes")).isEqualTo("kept");
        held.close();
    }

    @Test
    void a_running_statement_is_spared_however_long_it_runs() throws Exception {
        Connection working = pool.fixture.borrow();
        FutureTask<String> answer = background(() -> PoolFixture.ask(working, "select 'done' from pg_sleep(6)"));
        await().until(() -> pool.state().holders().oldestMillis() > 1500);

        CleanupReport report = run(CleanupMode.LEAKED);

        assertThat(report.plan().steps()).isEmpty();
        assertThat(report.plan().spared()).extracting(each -> each.why()).containsExactly(Why.WORKING);
        assertThat(answer.get()).isEqualTo("done");
        assertThat(pool.suspects).isEmpty();
        working.close();
    }

    @Test
    void a_holder_that_works_again_between_the_look_and_the_reclaim_is_spared() throws Exception {
        Connection held = pool.fixture.borrow();
        execute(held, "select 1");
        awaitSuspects(1);
        var plan = new CleanupPlanner(LIMITS)
                .plan(
                        new CleanupRequest(CleanupMode.LEAKED, false, "", 10, true, By.operator("test")),
                        pool.fixture.pool.census());
        execute(held, "select 1");

        CleanupOutcome outcome = pool.fixture.pool.cleanUp(plan);

        assertThat(plan.steps()).hasSize(1);
        assertThat(outcome).isEqualTo(new CleanupOutcome(0, 0, 0, 1));
        assertThat(PoolFixture.ask(held, "select 'still mine'")).isEqualTo("still mine");
        held.close();
        assertThat(pool.fixture.ask("select 1")).isEqualTo("1");
    }

    @Test
    void a_connection_that_changed_hands_since_the_look_is_spared() throws Exception {
        Connection held = pool.fixture.borrow();
        String backend = PoolFixture.ask(held, "select pg_backend_pid()");
        awaitSuspects(1);
        var plan = new CleanupPlanner(LIMITS)
                .plan(
                        new CleanupRequest(CleanupMode.LEAKED, false, "", 10, true, By.operator("test")),
                        pool.fixture.pool.census());
        held.close();
        Connection next = pool.fixture.borrow();

        CleanupOutcome outcome = pool.fixture.pool.cleanUp(plan);

        assertThat(outcome).isEqualTo(new CleanupOutcome(0, 0, 0, 1));
        assertThat(PoolFixture.ask(next, "select pg_backend_pid()")).isEqualTo(backend);
        next.close();
    }

    @Test
    void all_cuts_a_running_statement_and_its_holder_hears_why() throws Exception {
        Connection working = pool.fixture.borrow();
        FutureTask<String> answer = background(() -> {
            try (Connection mine = pool.fixture.borrow()) {
                return PoolFixture.ask(mine, "select 'done' from pg_sleep(60)");
            }
        });
        await().until(() -> pool.state().holders().count(Activity.WORKING) == 1);

        CleanupReport report = run(CleanupMode.ALL);

        assertThat(report.outcome().reclaimed()).isEqualTo(2);
        assertThatThrownBy(answer::get)
                .hasCauseInstanceOf(SQLException.class)
                .hasRootCauseInstanceOf(ConnectionReclaimedException.class);
        working.close();
        assertThat(pool.fixture.ask("select 1")).isEqualTo("1");
    }

    @Test
    void who_lost_a_connection_and_borrows_again_hears_of_real_trouble_as_such() throws Exception {
        Connection held = pool.fixture.borrow();
        awaitSuspects(1);
        run(CleanupMode.LEAKED);
        try (Connection next = pool.fixture.borrow()) {
            String backend = PoolFixture.ask(next, "select pg_backend_pid()");
            postgres.count("select count(pg_terminate_backend(" + backend + "))");
            await().until(() -> postgres.count("select count(*) from pg_stat_activity where pid = " + backend) == 0);
            assertThatThrownBy(() -> execute(next, "select 1")).hasNoCause();
        }
        realTrouble = true;
        held.close();
    }

    private static <T> FutureTask<T> background(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task;
    }
}
