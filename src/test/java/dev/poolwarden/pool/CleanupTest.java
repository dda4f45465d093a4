package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cleanups by hand on a real PostgreSQL: what was planned goes, is gone from the server, and nothing else. */
class CleanupTest {

    private static TestPostgres postgres;
    private MonitoredPool pool;

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
        pool = new MonitoredPool(postgres.url(), PoolFixture.SMALL, 8, Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        pool.close();
        postgres.awaitNothingPooled();
    }

    @Test
    void idle_retires_the_surplus_at_once_and_keeps_the_base_size() throws Exception {
        pool.fixture.borrowAndReturn(6);
        assertThat(postgres.pooled()).isEqualTo(6);

        CleanupReport report = run(CleanupMode.IDLE, false);

        assertThat(report.plan().steps()).hasSize(4).extracting(Step::evidence).containsOnly(Evidence.SURPLUS);
        assertThat(report.outcome().retired()).isEqualTo(4);
        assertThat(report.outcome().pending()).isZero();
        assertThat(postgres.pooled()).isEqualTo(2);
        assertThat(report.after().established()).isEqualTo(2);
    }

    @Test
    void idle_retires_what_the_server_has_cut_and_says_so() throws Exception {
        Connection working = pool.fixture.borrow();
        String mine = PoolFixture.ask(working, "select pg_backend_pid()");
        postgres.count("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where application_name = 'poolwarden:test' and pid <> " + mine);
        await().until(() -> postgres.pooled() == 1);

        CleanupReport report = run(CleanupMode.IDLE, false);

        assertThat(report.plan().steps()).extracting(Step::evidence).containsExactly(Evidence.DEAD);
        assertThat(report.outcome().retired()).isEqualTo(1);
        assertThat(PoolFixture.ask(working, "select 1")).isEqualTo("1");
        working.close();
        await().untilAsserted(() -> assertThat(postgres.pooled()).isEqualTo(2));
    }

    @Test
    void graceful_replaces_idle_ones_now_and_borrowed_ones_as_they_come_back() throws Exception {
        Connection working = pool.fixture.borrow();
        String mine = PoolFixture.ask(working, "select pg_backend_pid()");

        CleanupReport report = run(CleanupMode.GRACEFUL, false);

        assertThat(report.plan().steps()).hasSize(2);
        assertThat(report.outcome().retired()).isEqualTo(1);
        assertThat(report.outcome().pending()).isEqualTo(1);
        assertThat(PoolFixture.ask(working, "select pg_backend_pid()"))
                .as("untouched while it works")
                .isEqualTo(mine);
        working.close();
        await().until(() -> postgres.count("select count(*) from pg_stat_activity where pid = " + mine) == 0);
        await().untilAsserted(() -> assertThat(postgres.pooled()).isEqualTo(2));
        assertThat(pool.fixture.inFlight()).isZero();
    }

    @Test
    void graceful_under_load_hands_nobody_a_closed_connection() throws Exception {
        // Room for many, of which eight are used: the larger the pool, the sooner a replacement follows another.
        PoolSettings wearing = PoolUnderLoadTest.wearing(2, 46, 7);
        try (PoolFixture fixture = new PoolFixture(postgres, wearing, 8, Duration.ofSeconds(10))) {
            AtomicBoolean over = new AtomicBoolean();
            CleanupPlanner planner =
                    new CleanupPlanner(new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)));
            Thread cleaner = new Thread(() -> {
                while (!over.get()) {
                    try {
                        fixture.pool.cleanUp(planner.plan(request(CleanupMode.GRACEFUL, false), fixture.pool.census()));
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            cleaner.start();
            assertThatCode(() -> PoolUnderLoadTest.hammer(fixture, "select 1")).doesNotThrowAnyException();
            over.set(true);
            cleaner.join();
        }
    }

    @Test
    void a_dry_run_plans_and_touches_nothing() throws Exception {
        pool.fixture.borrowAndReturn(5);
        CleanupReport report = run(CleanupMode.GRACEFUL, true);
        assertThat(report.plan().steps()).hasSize(5);
        assertThat(report.outcome().retired()).isZero();
        assertThat(postgres.pooled()).isEqualTo(5);
        assertThat(pool.fixture.pool.counts().retired()).isZero();
    }

    @Test
    void nothing_to_do_is_a_good_answer() throws Exception {
        assertThat(run(CleanupMode.IDLE, false).plan().steps()).isEmpty();
    }

    private CleanupReport run(CleanupMode mode, boolean dryRun) throws Exception {
        Answer answer = pool.cleanups.ask(request(mode, dryRun));
        return ((Answer.Done) answer).report();
    }

    private static CleanupRequest request(CleanupMode mode, boolean dryRun) {
        return new CleanupRequest(mode, dryRun, "test", 100, true, By.operator("test"));
    }
}
