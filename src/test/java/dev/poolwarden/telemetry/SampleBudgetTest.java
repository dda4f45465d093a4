package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleBudgetTest {

    private final ManualClock clock = new ManualClock();
    private final SampleBudget budget = new SampleBudget(clock.getAsLong());

    @Test
    void grants_a_burst_and_then_nothing_while_time_stands_still() {
        assertThat(granted(1_000)).isEqualTo(200);
    }

    @Test
    void grants_one_more_every_two_milliseconds() {
        granted(1_000);
        clock.advance(Duration.ofMillis(1));
        assertThat(granted(10)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(granted(10)).isEqualTo(1);
        clock.advance(Duration.ofMillis(100));
        assertThat(granted(1_000)).isEqualTo(50);
    }

    @Test
    void a_long_silence_saves_up_no_more_than_a_burst() {
        granted(1_000);
        clock.advance(Duration.ofDays(400));
        assertThat(granted(1_000)).isEqualTo(200);
    }

    @Test
    void goes_on_when_the_nanoseconds_overflow() {
        IntStream.range(0, 4).forEach(i -> {
            granted(1_000);
            clock.advance(Duration.ofMillis(400));
            assertThat(granted(1_000)).isEqualTo(200);
        });
        assertThat(clock.getAsLong()).isNegative();
    }

    @Test
    void racing_threads_share_one_burst() throws InterruptedException {
        assertThat(grantedToRacers(Duration.ZERO)).isEqualTo(200);
    }

    /** The clock goes on under their hands, by 160 000 * 1 us, which is 80 samples. */
    @Test
    void racing_threads_get_what_time_brings_and_never_more() throws InterruptedException {
        granted(1_000);
        assertThat(grantedToRacers(Duration.ofNanos(1_000)) + granted(1_000)).isEqualTo(80);
    }

    /** To 8 threads that try 20 000 times each, with a step of the clock before every attempt. */
    private int grantedToRacers(Duration step) throws InterruptedException {
        int threads = 8;
        AtomicInteger granted = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.submit(() -> {
                start.await();
                for (int attempt = 0; attempt < 20_000; attempt++) {
                    clock.advance(step);
                    granted.addAndGet(granted(1));
                }
                return null;
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        return granted.get();
    }

    private int granted(int attempts) {
        return (int) IntStream.range(0, attempts)
                .filter(i -> budget.take(clock.getAsLong()))
                .count();
    }
}
