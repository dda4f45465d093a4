package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The driver spreads the pool over two servers, of which the reserved connection knows one. */
class SeveralServersTest {

    private static final int SIZE = 8;
    private static final ReclaimLimits LIMITS = new ReclaimLimits(Duration.ofSeconds(1), Duration.ofSeconds(1));

    @Test
    void who_works_on_the_other_server_is_not_taken_for_gone() throws Exception {
        try (TestPostgres one = new TestPostgres();
                TestPostgres other = new TestPostgres();
                MonitoredPool pool = new MonitoredPool(
                        new PoolFixture(
                                "jdbc:postgresql://localhost:%d,localhost:%d/app?user=app&loadBalanceHosts=true"
                                        .formatted(one.port(), other.port()),
                                PoolUnderLoadTest.wearing(SIZE, 0, 0),
                                SIZE + 1,
                                Duration.ofSeconds(1)),
                        LIMITS,
                        SIZE + 1)) {
            List<FutureTask<String>> working = new ArrayList<>();
            for (int i = 0; i < SIZE - 1; i++) { // the last permit is for nested callers
                working.add(new FutureTask<>(() -> pool.fixture.ask("select 'done' from pg_sleep(6)")));
                new Thread(working.get(i)).start();
            }
            await().until(() -> pool.state().holders().oldestMillis() > 1500);

            var request = new CleanupRequest(CleanupMode.LEAKED, false, "", 100, true, By.operator("test"));
            CleanupReport report = ((Answer.Done) pool.cleanups.ask(request)).report();

            assertThat(report.plan().steps()).isEmpty();
            assertThat(report.plan().spared()).extracting(each -> each.why()).isSubsetOf(Why.WORKING, Why.NO_EVIDENCE);
            for (FutureTask<String> each : working) {
                assertThat(each.get()).isEqualTo("done");
            }
        }
    }
}
