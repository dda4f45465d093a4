package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Whoever should say who borrows fails; that costs this one borrower its connection, and nobody else. */
class FailingCallersTest {

    private static final int BORROWERS = 6;
    private static final int BORROWS = 100_000;

    @Test
    void a_borrow_that_fails_before_it_began_takes_nothing_from_others() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(5))) {
            List<FutureTask<?>> borrowers = new ArrayList<>();
            for (int i = 0; i < BORROWERS; i++) {
                borrowers.add(new FutureTask<>(() -> borrowAndGiveBack(fixture), null));
                new Thread(borrowers.get(i)).start();
            }
            boolean known = false;
            while (!borrowers.stream().allMatch(FutureTask::isDone)) {
                fixture.site = known ? "test" : null; // which no caller can be made of
                known = !known;
            }
            for (FutureTask<?> each : borrowers) {
                each.get();
            }
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            assertThat(fixture.pool.dataSource().getMetrics().activeCount()).isZero();
        }
    }

    private static void borrowAndGiveBack(PoolFixture fixture) {
        for (int i = 0; i < BORROWS; i++) {
            try {
                fixture.borrow().close();
            } catch (SQLException | NullPointerException e) {
                Thread.onSpinWait();
            }
        }
    }
}
