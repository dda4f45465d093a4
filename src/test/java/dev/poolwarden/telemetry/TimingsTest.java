package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What many threads record is one set of figures. */
class TimingsTest {

    private final Timings timings = new Timings();

    @Test
    void nothing_is_known_before_the_first() {
        assertThat(timings.waits()).isEmpty();
        assertThat(timings.holds()).isEmpty();
    }

    @Test
    void who_need_not_wait_counts_among_the_waits() {
        for (int i = 0; i < 98; i++) {
            timings.admitted(0);
        }
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(4));
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(8));

        var waits = timings.waits().orElseThrow();

        assertThat(waits.p50()).isZero();
        assertThat(waits.p99()).isCloseTo(4, Percentage.withPercentage(1));
        assertThat(waits.max()).isCloseTo(8, Percentage.withPercentage(1));
    }

    @Test
    void quantiles_are_those_of_all_threads_together() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            int millis = i;
            threads.add(new Thread(() -> {
                for (int j = 0; j < 1_000; j++) {
                    timings.released(TimeUnit.MILLISECONDS.toNanos(millis));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }

        var holds = timings.holds().orElseThrow();

        assertThat(holds.p50()).isCloseTo(10, within(0.1));
        assertThat(holds.p99()).isCloseTo(20, Percentage.withPercentage(1));
        assertThat(holds.max()).isCloseTo(20, Percentage.withPercentage(1));
    }

    @Test
    void recent_waits_are_those_that_ended_since_they_were_asked_for_last() {
        var recent = timings.recentWaits();
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(400));
        recent.get();
        assertThat(recent.get()).isEmpty();

        for (int i = 0; i < 98; i++) {
            timings.admitted(0);
        }
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(4));
        timings.admitted(TimeUnit.MILLISECONDS.toNanos(8));
        timings.released(TimeUnit.MILLISECONDS.toNanos(900));

        var waits = recent.get().orElseThrow();
        assertThat(waits.p50()).isZero();
        assertThat(waits.p99()).isCloseTo(4, Percentage.withPercentage(1));
        assertThat(waits.max()).isCloseTo(8, Percentage.withPercentage(1));
        assertThat(timings.waits().orElseThrow().max()).isCloseTo(400, Percentage.withPercentage(1));
    }

    @Test
    void each_reader_of_recent_waits_hears_of_all_of_them() {
        var one = timings.recentWaits();
        var other = timings.recentWaits();
        timings.admitted(0);
        assertThat(one.get()).isPresent();
        assertThat(other.get()).isPresent();
    }

    /** Between two values of one step there is none of another, and none is wider than a hundredth. */
    @Test
    void steps_are_as_fine_as_two_digits() {
        for (long value = 0; value < 1_000_000; value += 1 + value / 1_000) {
            long least = Tallies.value(Tallies.step(value));
            assertThat(least).isBetween(value - value / 100, value);
            assertThat(Tallies.step(least)).isEqualTo(Tallies.step(value));
            assertThat(Tallies.step(value + 1) - Tallies.step(value)).isBetween(0, 1);
        }
    }

    @Test
    void what_takes_longer_than_can_be_told_counts_as_the_longest() {
        timings.released(TimeUnit.HOURS.toNanos(3));

        assertThat(timings.holds().orElseThrow().max()).isCloseTo(600_000, Percentage.withPercentage(1));
    }
}
