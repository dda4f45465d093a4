package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** A pool that has lost every connection fills again soon, and one by one. */
class RefillTest {

    private static final Logger LOG = Logger.getLogger(RefillTest.class);
    private static final int SIZE = 20;
    private static final Duration GOAL = Duration.ofSeconds(2);
    /** Half of the shortest pause: the server may take a while to note that a connection has come. */
    private static final int SHORTEST_MS = 1600 / SIZE / 2 / 2;

    @Test
    void a_whole_pool_taken_at_once_comes_back_without_a_storm() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                PoolFixture fixture =
                        new PoolFixture(postgres, PoolUnderLoadTest.wearing(SIZE, 0, 0), SIZE, Duration.ofSeconds(1))) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                all.add(fixture.borrow());
            }
            CleanupPlan plan = new CleanupPlan(
                    fixture.pool.census().held().stream()
                            .map(each -> new Step(each, Evidence.DEMANDED, Action.CUT))
                            .toList(),
                    List.of());
            long begun = System.nanoTime();

            assertThat(fixture.pool.cleanUp(plan)).isEqualTo(new CleanupOutcome(0, SIZE, 0, 0));

            await().atMost(GOAL.multipliedBy(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> postgres.pooled() == SIZE);
            LOG.infof("%d connections replaced in %d ms", SIZE, (System.nanoTime() - begun) / 1_000_000);
            assertThat(postgres.count(
                            "select count(*) from (select backend_start - lag(backend_start) over (order by backend_start)"
                                    + " as pause from pg_stat_activity where application_name = 'poolwarden:test') opened"
                                    + " where pause < interval '" + SHORTEST_MS + " ms'"))
                    .as("opened in a rush")
                    .isZero();
            for (Connection each : all) {
                each.close();
            }
        }
    }
}
