package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads that lost a connection and use another: each error is put down to the connection that it came from. */
class WhoseTroubleTest {

    private static final int ENOUGH_TO_TELL = 20; // borrows, for the breaker

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
    void open() throws SQLException {
        fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(5));
        for (int i = 0; i < ENOUGH_TO_TELL; i++) {
            fixture.ask("select 1");
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(fixture.inFlight()).isZero();
        assertThat(fixture.pool.counts().inUse()).isZero();
        assertThat(fixture.pool.dataSource().getMetrics().activeCount()).isZero();
        fixture.close();
    }

    private static int backend(Connection connection) throws SQLException {
        return Integer.parseInt(PoolFixture.ask(connection, "select pg_backend_pid()"));
    }

    private CleanupPlan planOf(int pid, Action action) throws SQLException {
        return new CleanupPlan(
                fixture.pool.census().held().stream()
                        .filter(each -> each.pid() == pid)
                        .map(each -> new Step(each, Evidence.LEAKED, action))
                        .toList(),
                List.of());
    }

    private void takeBack(Connection connection) throws SQLException {
        assertThat(fixture.pool.cleanUp(planOf(backend(connection), Action.RECLAIM)))
                .isEqualTo(new CleanupOutcome(0, 1, 0, 0));
    }

    private static void breakOff(int pid) {
        postgres.count("select count(pg_terminate_backend(" + pid + "))");
        await().until(() -> postgres.count("select count(*) from pg_stat_activity where pid = " + pid) == 0);
    }

    private double failurePercent() {
        return fixture.breaker.snapshot().failurePercent();
    }

    @Test
    void real_trouble_with_a_connection_borrowed_after_the_lost_one_is_told_and_counted_as_such() throws Exception {
        Connection leaked = fixture.borrow();
        Connection working = fixture.borrow();
        int backend = backend(working);
        takeBack(leaked);

        breakOff(backend);

        assertThatThrownBy(() -> PoolFixture.ask(working, "select 1")).hasNoCause();
        working.close();
        assertThat(failurePercent()).isPositive();
        leaked.close();
    }

    @Test
    void what_a_lost_connection_still_answers_is_not_put_down_to_the_one_that_works() throws Exception {
        Connection lost = fixture.borrow();
        PreparedStatement prepared = lost.prepareStatement("select 1");
        Connection working = fixture.borrow();
        takeBack(lost);

        assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
        PoolFixture.ask(working, "select 1");
        working.close();

        assertThat(failurePercent()).isZero();
        assertThat(fixture.ask("select 1")).isEqualTo("1");
        lost.close();
    }

    @Test
    void who_uses_a_connection_that_another_thread_lost_does_not_feed_the_breaker() throws Exception {
        Connection lost = fixture.borrow();
        PreparedStatement prepared = lost.prepareStatement("select 1");
        takeBack(lost);

        FutureTask<String> guest = new FutureTask<>(() -> {
            assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
            return fixture.ask("select 'mine'");
        });
        new Thread(guest).start();

        assertThat(guest.get()).isEqualTo("mine");
        assertThat(failurePercent()).isZero();
        lost.close();
    }

    @Test
    void who_works_on_anothers_connection_while_it_is_cut_does_not_feed_the_breaker() throws Exception {
        Connection shared = fixture.borrow();
        int backend = backend(shared);
        FutureTask<String> guest = new FutureTask<>(() -> {
            assertThatThrownBy(() -> PoolFixture.ask(shared, "select pg_sleep(60)"))
                    .isInstanceOf(SQLException.class);
            return fixture.ask("select 'mine'");
        });
        new Thread(guest).start();
        await().until(() ->
                postgres.count("select count(*) from pg_stat_activity where state = 'active' and pid = " + backend)
                        == 1);

        assertThat(fixture.pool.cleanUp(planOf(backend, Action.CUT)).reclaimed())
                .isEqualTo(1);

        assertThat(guest.get()).isEqualTo("mine");
        assertThat(failurePercent()).isZero();
        shared.close();
    }

    @Test
    void who_keeps_its_connection_because_the_server_could_not_be_asked_hears_of_real_trouble_as_such()
            throws Exception {
        Connection kept = fixture.borrow();
        int backend = backend(kept);
        CleanupPlan plan = planOf(backend, Action.RECLAIM);
        breakOff(
                postgres.count("select pid from pg_stat_activity where application_name = 'poolwarden:test:reserved'"));
        assertThatThrownBy(() -> fixture.pool.cleanUp(plan)).isInstanceOf(SQLException.class);
        assertThat(PoolFixture.ask(kept, "select 'still mine'")).isEqualTo("still mine");

        breakOff(backend);

        assertThatThrownBy(() -> PoolFixture.ask(kept, "select 1")).satisfies(e -> {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause).isNotInstanceOf(ConnectionReclaimedException.class);
            }
        });
        kept.close();
    }
}
