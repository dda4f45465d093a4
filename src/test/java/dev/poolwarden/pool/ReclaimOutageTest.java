package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The server goes away and comes back while connections are taken from their holders. */
class ReclaimOutageTest {

    private static final int HOLDERS = 6;
    private static final int LIMIT = 12;
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @Test
    void the_books_are_exact_after_a_restart_in_the_middle_of_it() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                MonitoredPool monitored = new MonitoredPool(
                        postgres.url(), PoolUnderLoadTest.wearing(2, LIMIT - 2, 0), LIMIT, Duration.ofSeconds(5))) {
            PoolFixture fixture = monitored.fixture;
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger reclaimed = new AtomicInteger();
            List<FutureTask<?>> threads = new ArrayList<>();
            for (int i = 0; i < HOLDERS; i++) {
                Random random = new Random(i);
                threads.add(new FutureTask<>(() -> hold(fixture, random, over), null));
            }
            threads.add(new FutureTask<>(() -> takeBack(fixture, over, reclaimed), null));
            threads.forEach(each -> new Thread(each).start());
            await().until(() -> reclaimed.get() > 10);

            postgres.stop();
            await().until(() -> monitored.state().breaker().state() == BreakerState.OPEN);
            postgres.start();
            int before = reclaimed.get();
            await().atMost(RECOVERY).until(() -> reclaimed.get() > before + 10);
            over.set(true);
            for (FutureTask<?> each : threads) {
                each.get();
            }

            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            assertThat(fixture.pool.dataSource().getMetrics().activeCount()).isZero();
            await().until(() -> postgres.pooled() == fixture.pool.counts().established());
            for (int i = 0; i < LIMIT; i++) {
                assertThat(fixture.ask("select 1")).isEqualTo("1");
            }
        }
    }

    private static void takeBack(PoolFixture fixture, AtomicBoolean over, AtomicInteger reclaimed) {
        while (!over.get()) {
            try {
                var steps = fixture.pool.census().held().stream()
                        .limit(2)
                        .map(each -> new Step(each, Evidence.DEMANDED, Action.CUT))
                        .toList();
                reclaimed.addAndGet(
                        fixture.pool.cleanUp(new CleanupPlan(steps, List.of())).reclaimed());
            } catch (SQLException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static void hold(PoolFixture fixture, Random random, AtomicBoolean over) {
        while (!over.get()) {
            try (Connection connection = fixture.borrow()) {
                connection.setAutoCommit(false);
                PoolFixture.ask(connection, "select 1");
                LockSupport.parkNanos(random.nextInt(4_000_000));
                connection.commit();
            } catch (SQLException e) {
                Thread.onSpinWait();
            }
        }
    }
}
