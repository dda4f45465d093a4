package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One caller's way through the guarded pool and back, on a real PostgreSQL. */
class PostgresPoolTest {

    private static final Duration WAIT = Duration.ofMillis(100);

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

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void opens_its_base_size_before_the_first_borrow() {
        open(PoolFixture.SMALL, 8);
        assertThat(postgres.pooled()).isEqualTo(2);
        assertThat(fixture.pool.counts().established()).isEqualTo(2);
    }

    @Test
    void connections_are_named_speak_utc_and_have_a_statement_timeout() throws SQLException {
        open(PoolFixture.SMALL, 8);
        assertThat(fixture.ask("show application_name")).isEqualTo("poolwarden:test");
        assertThat(fixture.ask("show timezone")).isEqualTo("UTC");
        assertThat(fixture.ask("show statement_timeout")).isEqualTo("30s");
    }

    @Test
    void a_socket_timeout_below_a_second_is_one_all_the_same() throws SQLException {
        PoolSettings small = PoolFixture.SMALL;
        open(
                new PoolSettings(
                        small.size(),
                        small.maxOverflow(),
                        small.recycle(),
                        small.maxUses(),
                        small.idleTimeout(),
                        Duration.ofMillis(500),
                        small.connectTimeout(),
                        Duration.ofMillis(900),
                        small.leaveFree(),
                        small.applicationName()),
                8);
        try (Connection connection = fixture.borrow()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(1000);
        }
    }

    @Test
    void a_connection_carries_one_permit_and_brings_it_back_once() throws SQLException {
        open(PoolFixture.SMALL, 8);
        Connection connection = fixture.borrow();
        assertThat(fixture.inFlight()).isEqualTo(1);
        connection.close();
        connection.close();
        assertThat(fixture.inFlight()).isZero();
        assertThat(fixture.pool.counts().inUse()).isZero();
    }

    @Test
    void a_caller_that_never_closes_costs_its_own_connection_only() throws SQLException {
        open(PoolFixture.SMALL, 8);
        Connection kept = fixture.borrow();
        for (int i = 0; i < 100; i++) {
            fixture.ask("select 1");
        }
        assertThat(fixture.inFlight()).isEqualTo(1);
        kept.close();
        assertThat(fixture.inFlight()).isZero();
    }

    @Test
    void rejects_with_the_figures_when_every_permit_is_out_and_the_wait_is_over() throws SQLException {
        open(PoolFixture.SMALL, 1);
        try (Connection only = fixture.borrow()) {
            assertThatThrownBy(() -> onAnotherThread(() -> fixture.borrow().close()))
                    .isInstanceOfSatisfying(PermitRejectedException.class, e -> {
                        assertThat(e.getSQLState()).isEqualTo("53300");
                        assertThat(e.rejection().cause()).isEqualTo(Rejection.Cause.TIMED_OUT);
                        assertThat(e.getMessage()).contains("in flight 1 of 1").contains("retry in");
                    });
        }
    }

    @Test
    void an_interrupted_waiter_holds_nothing_and_stays_interrupted() throws Exception {
        fixture = new PoolFixture(postgres, PoolFixture.SMALL, 1, Duration.ofMinutes(1));
        try (Connection only = fixture.borrow()) {
            List<Object> seen = new ArrayList<>();
            Thread waiter = new Thread(() -> {
                try {
                    fixture.borrow().close();
                } catch (SQLException e) {
                    seen.add(e.getSQLState());
                    seen.add(Thread.currentThread().isInterrupted());
                }
            });
            waiter.start();
            await().until(() -> fixture.gate.snapshot().occupancy().waiting() == 1);
            waiter.interrupt();
            waiter.join();
            assertThat(seen).containsExactly("08001", true);
        }
        assertThat(fixture.inFlight()).isZero();
    }

    @Test
    void an_error_that_says_trouble_retires_the_connection_and_counts_for_the_breaker() throws SQLException {
        open(PoolFixture.SMALL, 8);
        try (Connection victim = fixture.borrow()) {
            String pid = PoolFixture.ask(victim, "select pg_backend_pid()");
            postgres.count("select pg_terminate_backend(" + pid + ")::int");
            assertThatThrownBy(() -> PoolFixture.ask(victim, "select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
        }
        await().until(() -> fixture.pool.counts().retired() == 1);
        assertThat(fixture.inFlight()).isZero();
        for (int i = 0; i < 9; i++) {
            fixture.ask("select 1");
        }
        assertThat(fixture.breaker.snapshot().failurePercent()).isEqualTo(10);
    }

    @Test
    void an_application_s_own_error_does_neither() throws SQLException {
        open(PoolFixture.SMALL, 8);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> fixture.ask("select nonsense")).isInstanceOf(SQLException.class);
        }
        assertThat(fixture.breaker.snapshot().failurePercent()).isZero();
        assertThat(fixture.pool.counts().retired()).isZero();
    }

    @Test
    void a_statement_over_its_time_is_cut_by_the_server_and_the_connection_stays() throws SQLException {
        PoolSettings small = PoolFixture.SMALL;
        open(
                new PoolSettings(
                        2,
                        6,
                        Duration.ZERO,
                        0,
                        small.idleTimeout(),
                        Duration.ofMillis(200),
                        small.connectTimeout(),
                        small.socketTimeout(),
                        small.leaveFree(),
                        small.applicationName()),
                8);
        assertThatThrownBy(() -> fixture.ask("select pg_sleep(60)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        assertThat(fixture.pool.counts().retired()).isZero();
        assertThat(fixture.breaker.snapshot().failurePercent()).isZero();
    }

    @Test
    void idle_connections_that_the_server_has_cut_reach_no_borrower() throws SQLException {
        open(PoolFixture.SMALL, 8);
        postgres.count(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'poolwarden:test'");
        fixture.pool.recovered();
        await().until(() -> fixture.pool.counts().retired() == 2);
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.ask("select 1")).isEqualTo("1");
        }
    }

    @Test
    void refuses_after_the_drain_began_and_waits_for_those_at_work() throws Exception {
        open(PoolFixture.SMALL, 8);
        Connection working = fixture.borrow();
        Thread drain = new Thread(() -> fixture.pool.drain(Duration.ofMinutes(1)));
        drain.start();
        await().untilAsserted(() -> assertThatThrownBy(() -> fixture.borrow().close())
                .isInstanceOfSatisfying(
                        PermitRejectedException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("57P03")));
        assertThat(PoolFixture.ask(working, "select 1")).isEqualTo("1");
        working.close();
        drain.join();
        await().until(() -> postgres.pooled() == 0);
    }

    @Test
    void counts_agree_with_the_server() throws SQLException {
        open(PoolFixture.SMALL, 8);
        try (Connection a = fixture.borrow();
                Connection b = fixture.borrow();
                Connection c = fixture.borrow()) {
            PoolCounts counts = fixture.pool.counts();
            assertThat(counts.inUse()).isEqualTo(3);
            assertThat(counts.established()).isEqualTo(3).isEqualTo(postgres.pooled());
            assertThat(counts.idle()).isZero();
        }
        assertThat(fixture.pool.counts().idle()).isEqualTo(3);
    }

    private void open(PoolSettings settings, int limit) {
        fixture = new PoolFixture(postgres, settings, limit, WAIT);
    }

    /** Something that may fail with an SQLException. */
    interface Work {
        void run() throws SQLException;
    }

    static void onAnotherThread(Work work) throws Throwable {
        List<Throwable> thrown = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        thread.start();
        thread.join();
        if (!thrown.isEmpty()) {
            throw thrown.get(0);
        }
    }
}
