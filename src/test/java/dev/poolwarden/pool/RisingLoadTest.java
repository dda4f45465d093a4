package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Load that rises and falls before a pool of 2 + 18 with its monitor running, on a real PostgreSQL. */
class RisingLoadTest {

    private static final Logger LOG = Logger.getLogger(RisingLoadTest.class);
    private static final int CAPACITY = 20;
    private static final Duration STEP = Duration.ofMillis(400);

    private final TestPostgres postgres = new TestPostgres();
    private final Deque<Connection> held = new ArrayDeque<>();

    @AfterEach
    void close() {
        postgres.close();
    }

    private MonitoredPool pool(Duration idleTimeout, boolean prewarm, int limit) {
        return new MonitoredPool(
                postgres.url(), ElasticPoolTest.settings(idleTimeout, prewarm), limit, Duration.ofSeconds(10));
    }

    @Test
    void a_ramp_finds_connections_open_before_it_asks_for_them() throws Exception {
        int without = waitsDuringARamp(false);
        int with = waitsDuringARamp(true);
        LOG.infof("borrows that waited for an opening: %d, with connections opened ahead %d", without, with);
        assertThat(without).isEqualTo(CAPACITY - 2);
        assertThat(with).as("0 of 18 where nothing else runs").isLessThan(without / 2);
    }

    /** One holder more with each step; one that finds none idle waits until one is opened. */
    private int waitsDuringARamp(boolean prewarm) throws Exception {
        AtomicInteger waits = new AtomicInteger();
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (MonitoredPool pool = pool(Duration.ofMinutes(5), prewarm, CAPACITY)) {
            CountDownLatch ramp = new CountDownLatch(CAPACITY);
            load.scheduleAtFixedRate(
                    () -> {
                        waits.addAndGet(pool.fixture.pool.counts().idle() > 0 ? 0 : 1);
                        hold(pool, held.size() + 1);
                        ramp.countDown();
                    },
                    0,
                    STEP.toMillis(),
                    TimeUnit.MILLISECONDS);
            assertThat(ramp.await(1, TimeUnit.MINUTES)).isTrue();
            load.shutdownNow();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            giveBack(held.size());
        }
        postgres.awaitNothingPooled();
        return waits.get();
    }

    @Test
    void no_more_is_opened_ahead_than_the_gate_admits() throws Exception {
        try (MonitoredPool pool = pool(Duration.ofMinutes(5), true, 6)) {
            hold(pool, 5);
            await().until(() -> pool.state().forecast().connections().orElse(0) > 6);
            await().until(() -> postgres.pooled() == 6);
            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(3)).until(() -> postgres.pooled() == 6);
            giveBack(5);
        }
    }

    @Test
    void a_sawtooth_never_takes_more_connections_than_it_may() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (MonitoredPool pool = pool(Duration.ofSeconds(1), true, CAPACITY);
                AutoCloseable observer = CrowdedServer.repeatedly(() -> most.accumulateAndGet(all(), Math::max))) {
            for (int tooth = 0; tooth < 4; tooth++) {
                for (int holders = 1; holders < CAPACITY; holders += 2) {
                    hold(pool, holders);
                    pool.fixture.ask("select pg_sleep(0.1)");
                }
                giveBack(held.size());
                pool.fixture.ask("select pg_sleep(1.5)");
            }
            LOG.infof(
                    "sawtooth: %d opened, %d of them ahead",
                    pool.fixture.pool.counts().created(), pool.fixture.pool.prewarmed());
            assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
            assertThat(pool.fixture.inFlight()).isZero();
            assertThat(pool.fixture.pool.prewarmed()).isPositive();
        }
        assertThat(most.get()).isBetween(CAPACITY, CAPACITY + 1);
    }

    private int all() {
        return postgres.count("select count(*) from pg_stat_activity where application_name like 'poolwarden:test%'");
    }

    private void hold(MonitoredPool pool, int connections) {
        try {
            while (held.size() < connections) {
                held.push(pool.fixture.borrow());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void giveBack(int connections) throws SQLException {
        for (int i = 0; i < connections; i++) {
            held.pop().close();
        }
    }
}
