package dev.poolwarden.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DatabaseBreakerStressTest {

    private static final SQLException BROKEN = new SQLException("connection lost", "08006");

    @Test
    @Timeout(60)
    void callers_may_record_while_the_monitor_probes() throws InterruptedException {
        DatabaseBreaker breaker = new DatabaseBreaker(new BreakerSettings(50, 20, 5, 2, 2));
        AtomicLong heardOpen = new AtomicLong();
        breaker.onTransition(state -> heardOpen.addAndGet(state == BreakerState.OPEN ? 1 : 0));
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            callers.add(new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (random.nextInt(3) == 0) {
                        breaker.failed(BROKEN);
                    } else {
                        breaker.succeeded();
                    }
                }
            }));
        }
        callers.forEach(caller -> caller.setUncaughtExceptionHandler((thread, error) -> thrown.add(error)));
        callers.forEach(Thread::start);
        SplittableRandom random = new SplittableRandom(42);
        while (callers.stream().anyMatch(Thread::isAlive)) {
            if (random.nextInt(4) == 0) {
                breaker.probeFailed();
            } else {
                breaker.probeSucceeded();
            }
            assertThat(breaker.snapshot().failurePercent()).isBetween(0.0, 100.0);
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(thrown).isEmpty();
        assertThat(breaker.snapshot().opened()).isEqualTo(heardOpen.get()).isPositive();
        breaker.probeSucceeded();
        breaker.probeSucceeded();
        breaker.probeSucceeded();
        assertThat(breaker.isClosed()).as("it can always be closed by probes").isTrue();
    }
}
