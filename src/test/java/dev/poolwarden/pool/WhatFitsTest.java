package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import dev.poolwarden.testing.Neighbours;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of 20 connections, of which an ordinary role may use 17 and leaves 2; an observer has one of them all the time. */
class WhatFitsTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final int USABLE = 17;
    private static final int LEFT_FREE = 2;
    private static final int OBSERVER = 1;
    private static final int RESERVED = 1;
    private static final int FIT = USABLE - LEFT_FREE - OBSERVER - RESERVED;

    /** The standard preset's size and overflow. */
    private static final PoolSettings STANDARD = PoolUnderLoadTest.wearing(20, 10, 0);

    private static TestPostgres postgres;
    private Connection observer;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres(20);
        postgres.asAdmin("create role stranger login");
        postgres.asAdmin("create database elsewhere");
        postgres.asAdmin("create extension pg_stat_statements");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void observe() throws SQLException {
        observer = postgres.admin();
        await().until(() -> used() == OBSERVER);
    }

    @AfterEach
    void observeNoMore() throws SQLException {
        observer.close();
    }

    @Test
    void no_more_is_opened_than_fits_and_the_last_places_stay_free_under_load() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (AutoCloseable watching = watch(most);
                MonitoredPool pool = open(STANDARD)) {
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT);
            assertThat(pool.state().gate().limit()).isEqualTo(FIT);

            PoolUnderLoadTest.hammer(pool.fixture, "select pg_sleep(0.002)", 40, 50);

            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT);
            assertThatNothingFailed(pool);
        }
        assertThat(most.get()).isEqualTo(USABLE - LEFT_FREE);
    }

    @Test
    void connections_that_wear_out_where_not_all_fit_are_replaced_in_their_own_places() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (AutoCloseable watching = watch(most);
                MonitoredPool pool = open(PoolUnderLoadTest.wearing(20, 10, 7))) {
            PoolUnderLoadTest.hammer(pool.fixture, "select 1", 40, 50);

            assertThat(pool.fixture.pool.counts().retired()).isGreaterThan(100);
            assertThatNothingFailed(pool);
        }
        assertThat(most.get()).isLessThanOrEqualTo(USABLE - LEFT_FREE);
    }

    @Test
    void what_is_left_free_can_be_set() throws Exception {
        try (MonitoredPool pool = open(leaving(STANDARD, 7))) {
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT - 5);
        }
    }

    @Test
    void borrowing_where_not_all_fit_asks_the_server_nothing_more() throws Exception {
        try (MonitoredPool pool = open(STANDARD)) {
            await().until(() -> pool.fixture.pool.counts().established() == FIT);
            long before = looks();
            PoolUnderLoadTest.hammer(pool.fixture, "select 1", 10, 500);
            assertThat(looks() - before)
                    .as("the probe's own, ten a second; 5 000 borrows")
                    .isLessThan(200);
        }
    }

    @Test
    void what_is_open_serves_on_when_others_take_the_room_and_the_pool_grows_again_when_they_leave() throws Exception {
        try (MonitoredPool pool = open(PoolUnderLoadTest.wearing(3, 10, 0))) {
            Neighbours strangers = new Neighbours(as("stranger", "elsewhere"), 12, 0);
            await().until(() -> fit(pool).fits() == FIT - 12);
            await().until(() -> pool.state().gate().limit() == 3);
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(3);
            PoolUnderLoadTest.hammer(pool.fixture, "select pg_sleep(0.002)", 20, 20);
            assertThat(pool.fixture.pool.counts().created()).isEqualTo(3);

            strangers.close();
            await().until(() -> pool.state().gate().limit() == FIT);
            pool.fixture.borrowAndReturn(8);
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(8);
            assertThatNothingFailed(pool);
        }
    }

    @Test
    void two_pools_that_start_at_once_leave_the_last_places_but_for_a_race_of_one() throws Exception {
        AtomicInteger most = new AtomicInteger();
        List<MonitoredPool> pools = new ArrayList<>();
        try (AutoCloseable watching = watch(most)) {
            List<Thread> starting =
                    List.of(new Thread(() -> add(pools, open(STANDARD))), new Thread(() -> add(pools, open(STANDARD))));
            starting.forEach(Thread::start);
            for (Thread each : starting) {
                each.join();
            }
            PoolUnderLoadTest.hammer(pools.get(0).fixture, "select pg_sleep(0.002)", 20, 20);
            PoolUnderLoadTest.hammer(pools.get(1).fixture, "select pg_sleep(0.002)", 20, 20);
            for (MonitoredPool each : pools) {
                assertThat(each.fixture.pool.counts().established()).isPositive();
                assertThatNothingFailed(each);
            }
        } finally {
            pools.forEach(MonitoredPool::close);
        }
        assertThat(most.get()).isBetween(USABLE - LEFT_FREE, USABLE - LEFT_FREE + 1);
    }

    @Test
    void connections_of_another_pool_by_the_same_name_are_somebody_elses() throws Exception {
        try (PoolFixture other = new PoolFixture(postgres, PoolFixture.SMALL, 8, WAIT);
                MonitoredPool pool = open(PoolFixture.SMALL)) {
            other.borrowAndReturn(4);
            await().until(() ->
                    others(pool, Scope.SERVER) == OBSERVER + other.pool.counts().established() + RESERVED);
            pool.fixture.borrowAndReturn(3);
            await().until(() -> others(pool, Scope.SERVER) == OBSERVER + 4 + RESERVED);
        }
    }

    @Test
    void a_roles_limit_counts_the_roles_connections_and_leaves_none_free() throws Exception {
        postgres.asAdmin("alter role app connection limit 6");
        try (Neighbours same = new Neighbours(postgres.url(), 2, 0);
                Neighbours strangers = new Neighbours(as("stranger", "app"), 3, 0);
                MonitoredPool pool = open(STANDARD)) {
            assertThat(fit(pool).tightest()).hasValue(new Limit(Scope.ROLE, 6, 0, 2, 0));
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(6 - 2 - RESERVED);
            assertThatNothingFailed(pool);
        } finally {
            postgres.asAdmin("alter role app connection limit -1");
        }
    }

    @Test
    void a_databases_limit_counts_the_databases_connections_and_leaves_none_free() throws Exception {
        postgres.asAdmin("alter database app connection limit 8");
        try (Neighbours same = new Neighbours(as("stranger", "app"), 3, 0);
                Neighbours elsewhere = new Neighbours(as("stranger", "elsewhere"), 2, 0);
                MonitoredPool pool = open(STANDARD)) {
            assertThat(fit(pool).tightest()).hasValue(new Limit(Scope.DATABASE, 8, 0, 3, 0));
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(8 - 3 - RESERVED);
            assertThatNothingFailed(pool);
        } finally {
            postgres.asAdmin("alter database app connection limit -1");
        }
    }

    @Test
    void where_nothing_fits_nothing_opens_callers_hear_it_at_once_and_the_pool_comes_when_there_is_room()
            throws Exception {
        Neighbours strangers = new Neighbours(as("stranger", "elsewhere"), USABLE - LEFT_FREE - OBSERVER, 0);
        try (MonitoredPool pool = open(PoolFixture.SMALL)) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            assertThat(pool.state().config().health()).isEqualTo(HealthStatus.CRITICAL);
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(pool.fixture::borrow).isInstanceOfSatisfying(DatabaseAccessException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("53300");
                    assertThat(e.getMessage()).contains("0 of 8 connections fit");
                });
            }
            assertThat(blockedInAgroal()).isZero();
            assertThat(postgres.pooled()).isZero();
            assertThatNothingFailed(pool);

            strangers.close();
            await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            await().until(() -> pool.fixture.pool.counts().established() == 2);
            assertThat(pool.fixture.ask("select 1")).isEqualTo("1");
            assertThatNothingFailed(pool);
        }
    }

    @Test
    void while_even_the_reserved_connection_finds_no_place_none_is_taken_as_it_becomes_free() throws Exception {
        Neighbours strangers = new Neighbours(as("stranger", "elsewhere"), USABLE - OBSERVER - 1, 0);
        Neighbours last = new Neighbours(as("stranger", "elsewhere"), 1, 0);
        try (MonitoredPool pool = open(PoolFixture.SMALL)) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            last.close();
            await().atMost(RECOVERY)
                    .until(() -> pool.state().reading().database().reachable());
            assertThat(fit(pool).fits()).isZero();
            assertThat(postgres.pooled()).isZero();
            assertThat(pool.state().config().reasons()).contains(Reason.DATABASE_FULL);

            strangers.close();
            await().atMost(RECOVERY).until(() -> pool.fixture.pool.counts().established() == 2);
        }
    }

    private static int blockedInAgroal() {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack -> List.of(stack).stream()
                        .anyMatch(at -> at.getMethodName().equals("handlerFromSharedCache")))
                .count();
    }

    private static void assertThatNothingFailed(MonitoredPool pool) {
        assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
        assertThat(pool.fixture.breaker.snapshot().state()).isEqualTo(BreakerState.CLOSED);
        assertThat(pool.fixture.breaker.snapshot().failurePercent()).isZero();
    }

    private static MonitoredPool open(PoolSettings settings) {
        return new MonitoredPool(postgres.url(), settings, settings.capacity(), WAIT);
    }

    private static void add(List<MonitoredPool> pools, MonitoredPool pool) {
        synchronized (pools) {
            pools.add(pool);
        }
    }

    private static PoolSettings leaving(PoolSettings like, int free) {
        return new PoolSettings(
                like.size(),
                like.maxOverflow(),
                like.recycle(),
                like.maxUses(),
                like.idleTimeout(),
                like.statementTimeout(),
                like.connectTimeout(),
                like.socketTimeout(),
                free,
                like.applicationName());
    }

    private static String as(String role, String database) {
        return "jdbc:postgresql://localhost:%d/%s?user=%s".formatted(postgres.port(), database, role);
    }

    private static Fit fit(MonitoredPool pool) {
        return pool.fixture.pool.fit().orElseThrow();
    }

    private static int others(MonitoredPool pool, Scope scope) {
        return fit(pool).limits().stream()
                .filter(each -> each.scope() == scope)
                .findFirst()
                .orElseThrow()
                .others();
    }

    private int used() throws SQLException {
        return ask("select count(*) from pg_stat_activity where backend_type = 'client backend'");
    }

    private long looks() throws SQLException {
        return ask("select coalesce(sum(calls), 0) from pg_stat_statements where query like '%inet_client_addr%'");
    }

    private int ask(String sql) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Counts on the server, without a pause, until closed. */
    private AutoCloseable watch(AtomicInteger most) {
        AtomicBoolean over = new AtomicBoolean();
        Thread watcher = new Thread(() -> {
            while (!over.get()) {
                try {
                    most.accumulateAndGet(used(), Math::max);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        watcher.start();
        return () -> {
            over.set(true);
            watcher.join();
        };
    }
}
