package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holders give back, work again and borrow anew while everything that looks idle is taken from them, over and over. */
class ReclaimRaceTest {

    private static final Logger LOG = Logger.getLogger(ReclaimRaceTest.class);
    private static final int HOLDERS = 10;
    private static final int BORROWS = 30;
    private static final int LIMIT = 40; // replacements open the faster, the larger the pool

    private static TestPostgres postgres;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"RECLAIM", "CUT"})
    void nobody_gets_anothers_connection_and_the_books_are_exact_afterwards(Action action) throws Exception {
        try (PoolFixture fixture =
                new PoolFixture(postgres, PoolUnderLoadTest.wearing(2, LIMIT - 2, 0), LIMIT, Duration.ofSeconds(30))) {
            List<FutureTask<?>> holders = new ArrayList<>();
            for (int i = 0; i < HOLDERS; i++) {
                Random random = new Random(i);
                holders.add(new FutureTask<>(() -> hold(fixture, random), null));
                new Thread(holders.get(i)).start();
            }
            CleanupOutcome all = CleanupOutcome.NOTHING;
            int most = 0;
            while (!holders.stream().allMatch(FutureTask::isDone)) {
                all = all.plus(fixture.pool.cleanUp(everythingIdle(fixture, action)));
                most = Math.max(most, postgres.pooled());
            }
            for (FutureTask<?> each : holders) {
                each.get();
            }
            LOG.infof("%s: %s; %d borrows lost their connection, %d kept it", action, all, lost.get(), kept.get());

            assertThat(all.reclaimed()).as("the race took place").isPositive();
            assertThat(kept.get()).isPositive();
            assertThat(most).isLessThanOrEqualTo(LIMIT);
            assertBooksAreExact(fixture);
        }
    }

    private static CleanupPlan everythingIdle(PoolFixture fixture, Action action) throws SQLException {
        return new CleanupPlan(
                fixture.pool.census().held().stream()
                        .filter(each -> each.backend().activity().isIdle() || action == Action.CUT)
                        .limit(2)
                        .map(each -> new Step(each, Evidence.DEMANDED, action))
                        .toList(),
                List.of());
    }

    private void hold(PoolFixture fixture, Random random) {
        for (int i = 0; i < BORROWS; i++) {
            String owner = Thread.currentThread().getName() + "-" + i;
            try (Connection connection = fixture.borrow()) {
                PoolFixture.ask(connection, "select set_config('poolwarden.owner', '" + owner + "', false)");
                LockSupport.parkNanos(random.nextInt(4_000_000));
                assertThat(PoolFixture.ask(connection, "select current_setting('poolwarden.owner')"))
                        .isEqualTo(owner);
                kept.incrementAndGet();
            } catch (SQLException e) {
                lost.incrementAndGet();
                assertThat(reclaimed(e)).as(e.toString()).isTrue();
            }
        }
    }

    private static boolean reclaimed(Throwable error) {
        return error != null && (error instanceof ConnectionReclaimedException || reclaimed(error.getCause()));
    }

    private static void assertBooksAreExact(PoolFixture fixture) throws SQLException {
        assertThat(fixture.inFlight()).isZero();
        assertThat(fixture.pool.counts().inUse()).isZero();
        assertThat(fixture.pool.dataSource().getMetrics().activeCount()).isZero();
        assertThat(fixture.breaker.snapshot().failurePercent())
                .as("our own doing")
                .isZero();
        await().untilAsserted(() ->
                assertThat(postgres.pooled()).isEqualTo(fixture.pool.counts().established()));
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            all.add(fixture.borrow());
            assertThat(PoolFixture.ask(all.get(i), "select 1")).isEqualTo("1");
        }
        for (Connection each : all) {
            each.close();
        }
    }
}
