package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.xa.PGXADataSource;

/** Twenty callers at once on the small preset, with connections that wear out all the time; the server itself counts. */
class PoolUnderLoadTest {

    private static final int CALLERS = 20;
    private static final int ROUNDS = 100;

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterEach
    void letTheServerForgetThePool() {
        await().until(() -> postgres.pooled() == 0);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void twenty_callers_share_eight_connections_and_all_are_served() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(10))) {
            int most = mostConnectionsDuring(() -> hammer(fixture, "select pg_sleep(0.002)"));
            assertThat(most).isLessThanOrEqualTo(8);
            assertThat(fixture.pool.counts().reusePercent().orElse(0)).isGreaterThan(90);
            assertThatNothingIsHeld(fixture);
        }
    }

    @Test
    void a_replacement_opens_only_after_the_old_connection_is_gone_from_the_server() throws Exception {
        PoolSettings small = PoolFixture.SMALL;
        PoolSettings wearing = new PoolSettings(
                2,
                6,
                Duration.ofSeconds(1),
                7,
                Duration.ofSeconds(1),
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName());
        try (PoolFixture fixture = new PoolFixture(postgres, wearing, 8, Duration.ofSeconds(10))) {
            int most = mostConnectionsDuring(() -> hammer(fixture, "select 1"));
            assertThat(most).isLessThanOrEqualTo(8);
            assertThat(fixture.pool.counts().retired()).isGreaterThan(100);
            assertThatNothingIsHeld(fixture);
        }
    }

    @Test
    void a_backend_that_is_slow_to_leave_keeps_its_place() throws Exception {
        postgres.asAdmin("alter role app connection limit 3");
        try (PoolFixture fixture = new PoolFixture(postgres, wearing(1, 1, 1), 2, Duration.ofSeconds(1))) {
            fixture.pool.testConnection(); // the third
            Connection kept = fixture.borrow();
            Connection worn = fixture.borrow();
            String pid = PoolFixture.ask(worn, "select pg_backend_pid()");
            signal("STOP", pid);
            worn.close();
            await().until(() -> fixture.pool.counts().retired() == 1);
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> signal("CONT", pid));
            fixture.borrow().close();
            kept.close();
            assertThat(fixture.pool.counts().connectionErrors()).isZero();
        } finally {
            postgres.asAdmin("alter role app connection limit -1");
        }
    }

    static void signal(String signal, String pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_xa_connection_is_gone_from_the_server_too_before_its_replacement_opens() throws Exception {
        try (PoolFixture fixture = new PoolFixture(
                wearing(1, 1, 3),
                2,
                Duration.ofSeconds(10),
                List.of(),
                pool -> pool.connectionFactoryConfiguration(
                        made -> made.jdbcUrl(postgres.url()).connectionProviderClass(PGXADataSource.class)))) {
            long start = System.nanoTime();
            int most = mostConnectionsDuring(() -> hammer(fixture, "select 1", 4, 25));
            assertThat(most).isLessThanOrEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThatNothingIsHeld(fixture);
        }
    }

    static PoolSettings wearing(int size, int maxOverflow, long maxUses) {
        PoolSettings small = PoolFixture.SMALL;
        return new PoolSettings(
                size,
                maxOverflow,
                small.recycle(),
                maxUses,
                small.idleTimeout(),
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName());
    }

    private static void assertThatNothingIsHeld(PoolFixture fixture) {
        await().untilAsserted(() -> {
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.gate.snapshot().occupancy().waiting()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            assertThat(fixture.pool.counts().established()).isEqualTo(postgres.pooled());
        });
    }

    static void hammer(PoolFixture fixture, String sql) throws Exception {
        hammer(fixture, sql, CALLERS, ROUNDS);
    }

    static void hammer(PoolFixture fixture, String sql, int many, int rounds) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(many);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < many; caller++) {
                all.add(callers.submit(() -> repeat(fixture, sql, rounds)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static Void repeat(PoolFixture fixture, String sql, int rounds) throws SQLException {
        for (int round = 0; round < rounds; round++) {
            fixture.ask(sql);
        }
        return null;
    }

    /** Something that may fail. */
    interface Load {
        void run() throws Exception;
    }

    private static int mostConnectionsDuring(Load load) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger most = new AtomicInteger();
        Thread observer = new Thread(() -> {
            while (!over.get()) {
                most.accumulateAndGet(postgres.pooled(), Math::max);
            }
        });
        observer.start();
        load.run();
        over.set(true);
        observer.join();
        return most.get();
    }
}
