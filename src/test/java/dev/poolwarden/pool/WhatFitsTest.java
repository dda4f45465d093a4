package dev.poolwarden.pool;

import static dev.poolwarden.pool.CrowdedServer.FIT;
import static dev.poolwarden.pool.CrowdedServer.LEFT_FREE;
import static dev.poolwarden.pool.CrowdedServer.OBSERVER;
import static dev.poolwarden.pool.CrowdedServer.RESERVED;
import static dev.poolwarden.pool.CrowdedServer.STANDARD;
import static dev.poolwarden.pool.CrowdedServer.USABLE;
import static dev.poolwarden.pool.CrowdedServer.WAIT;
import static dev.poolwarden.pool.CrowdedServer.assertThatNothingFailed;
import static dev.poolwarden.pool.CrowdedServer.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import dev.poolwarden.testing.Neighbours;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where not all fits that is set: what fits is opened, and the last places stay free, whoever comes and goes. */
class WhatFitsTest {

    private static CrowdedServer server;

    @BeforeAll
    static void startServer() throws SQLException {
        server = new CrowdedServer();
    }

    @AfterAll
    static void stopServer() throws SQLException {
        server.close();
    }

    @BeforeEach
    void letTheServerForgetTheLast() {
        server.awaitCalm();
    }

    @Test
    void no_more_is_opened_than_fits_and_the_last_places_stay_free_under_load() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (AutoCloseable watching = server.watch(most);
                MonitoredPool pool = server.open(STANDARD)) {
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT);
            assertThat(pool.state().gate().limit()).isEqualTo(FIT);

            PoolUnderLoadTest.hammer(pool.fixture, "select pg_sleep(0.002)", 40, 50);

            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT);
            assertThatNothingFailed(pool);
        }
        assertThat(most.get()).isEqualTo(USABLE - LEFT_FREE);
    }

    @Test
    void what_is_expected_is_opened_as_far_as_it_fits_and_what_does_not_is_no_error() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (AutoCloseable watching = server.watch(most);
                MonitoredPool pool = server.open(PoolUnderLoadTest.wearing(2, 28, 0));
                AutoCloseable expecting = CrowdedServer.repeatedly(() -> {
                    pool.fixture.pool.expect(30);
                    return null;
                })) {
            await().until(() -> pool.fixture.pool.counts().established() == FIT);
            await().during(Duration.ofMillis(500))
                    .until(() -> pool.fixture.pool.counts().established() == FIT);
            assertThat(pool.fixture.pool.prewarmed()).isEqualTo(FIT - 2);
            assertThatNothingFailed(pool);
        }
        assertThat(most.get()).isEqualTo(USABLE - LEFT_FREE);
    }

    @Test
    void connections_that_wear_out_where_not_all_fit_are_replaced_in_their_own_places() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (AutoCloseable watching = server.watch(most);
                MonitoredPool pool = server.open(PoolUnderLoadTest.wearing(20, 10, 7))) {
            PoolUnderLoadTest.hammer(pool.fixture, "select 1", 40, 50);

            assertThat(pool.fixture.pool.counts().retired()).isGreaterThan(100);
            assertThatNothingFailed(pool);
        }
        assertThat(most.get()).isLessThanOrEqualTo(USABLE - LEFT_FREE);
    }

    @Test
    void what_is_left_free_can_be_set() throws Exception {
        try (MonitoredPool pool = server.open(leaving(STANDARD, 7))) {
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(FIT - 5);
        }
    }

    @Test
    void borrowing_where_not_all_fit_asks_the_server_nothing_more() throws Exception {
        try (MonitoredPool pool = server.open(STANDARD)) {
            await().until(() -> pool.fixture.pool.counts().established() == FIT);
            await().until(() -> agroal(pool).minSize() == FIT && agroal(pool).maxSize() == FIT); // no reason to try
            long before = looks();
            PoolUnderLoadTest.hammer(pool.fixture, "select 1", 10, 500);
            assertThat(looks() - before)
                    .as("the probe's own, ten a second; 5 000 borrows")
                    .isLessThan(200);
        }
    }

    @Test
    void what_is_open_serves_on_when_others_take_the_room_and_the_pool_grows_again_when_they_leave() throws Exception {
        try (MonitoredPool pool = server.open(PoolUnderLoadTest.wearing(3, 10, 0))) {
            Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), 12, 0);
            await().until(() -> fit(pool).fits() == FIT - 12);
            await().until(() -> pool.state().gate().limit() == 3);
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(3);
            PoolUnderLoadTest.hammer(pool.fixture, "select pg_sleep(0.002)", 20, 20);
            assertThat(pool.fixture.pool.counts().created()).isEqualTo(3);
            assertThat(agroal(pool).maxSize()).isEqualTo(3);

            strangers.close();
            await().until(() -> pool.state().gate().limit() == FIT);
            pool.fixture.borrowAndReturn(8);
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(8);
            assertThatNothingFailed(pool);
        }
    }

    /** Four stay free here, so that a race of one connection each can be told from a server that is full. */
    @Test
    void two_pools_that_start_at_once_leave_the_last_places_but_for_a_race_of_one_each() throws Exception {
        PoolSettings settings = leaving(STANDARD, 4);
        AtomicInteger most = new AtomicInteger();
        List<MonitoredPool> pools = new ArrayList<>();
        try (AutoCloseable watching = server.watch(most)) {
            List<Thread> starting = List.of(
                    new Thread(() -> add(pools, server.open(settings))),
                    new Thread(() -> add(pools, server.open(settings))));
            starting.forEach(Thread::start);
            for (Thread each : starting) {
                each.join();
            }
            pools.sort(Comparator.comparing(each -> each.fixture.pool.counts().established()));
            PoolUnderLoadTest.hammer(pools.get(1).fixture, "select pg_sleep(0.002)", 20, 20);
            pools.forEach(CrowdedServer::assertThatNothingFailed);
        } finally {
            pools.forEach(MonitoredPool::close);
        }
        assertThat(most.get()).isBetween(USABLE - 4, USABLE - 4 + 2);
    }

    @Test
    void connections_of_another_pool_by_the_same_name_are_somebody_elses() throws Exception {
        try (PoolFixture other = new PoolFixture(server.postgres, PoolFixture.SMALL, 8, WAIT);
                MonitoredPool pool = server.open(PoolFixture.SMALL)) {
            other.borrowAndReturn(4);
            await().until(() ->
                    others(pool, Scope.SERVER) == OBSERVER + other.pool.counts().established() + RESERVED);
            pool.fixture.borrowAndReturn(3);
            await().until(() -> others(pool, Scope.SERVER) == OBSERVER + 4 + RESERVED);
        }
    }

    @Test
    void a_roles_limit_counts_the_roles_connections_and_leaves_none_free() throws Exception {
        server.postgres.asAdmin("alter role app connection limit 6");
        try (Neighbours same = new Neighbours(server.postgres.url(), 2, 0);
                Neighbours strangers = new Neighbours(server.as("stranger", "app"), 3, 0);
                MonitoredPool pool = server.open(STANDARD)) {
            assertThat(fit(pool).tightest()).hasValue(new Limit(Scope.ROLE, 6, 0, 2, 0));
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(6 - 2 - RESERVED);
            assertThatNothingFailed(pool);
        } finally {
            server.postgres.asAdmin("alter role app connection limit -1");
        }
    }

    @Test
    void a_databases_limit_counts_the_databases_connections_and_leaves_none_free() throws Exception {
        server.postgres.asAdmin("alter database app connection limit 8");
        try (Neighbours same = new Neighbours(server.as("stranger", "app"), 3, 0);
                Neighbours elsewhere = new Neighbours(server.as("stranger", "elsewhere"), 2, 0);
                MonitoredPool pool = server.open(STANDARD)) {
            assertThat(fit(pool).tightest()).hasValue(new Limit(Scope.DATABASE, 8, 0, 3, 0));
            assertThat(pool.fixture.pool.counts().established()).isEqualTo(8 - 3 - RESERVED);
            assertThatNothingFailed(pool);
        } finally {
            server.postgres.asAdmin("alter database app connection limit -1");
        }
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

    private static int others(MonitoredPool pool, Scope scope) {
        return fit(pool).limits().stream()
                .filter(each -> each.scope() == scope)
                .findFirst()
                .orElseThrow()
                .others();
    }

    private static AgroalConnectionPoolConfiguration agroal(MonitoredPool pool) {
        return pool.fixture.pool.dataSource().getConfiguration().connectionPoolConfiguration();
    }

    private static long looks() throws SQLException {
        return server.ask(
                "select coalesce(sum(calls), 0) from pg_stat_statements where query like '%inet_client_addr%'");
    }
}
