package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwakeTimeTest {

    private final ManualClock clock = new ManualClock();
    private final AwakeTime awake = new AwakeTime(clock.getAsLong());

    private Duration afterBeats(int beats, Duration apart) {
        long before = awake.nanos();
        for (int i = 0; i < beats; i++) {
            awake.beat(clock.advance(apart));
        }
        return Duration.ofNanos(awake.nanos() - before);
    }

    @Test
    void time_in_which_the_process_runs_counts_in_full() {
        assertThat(afterBeats(200, AwakeTime.BEAT))
                .as("across the overflow of nanos")
                .isEqualTo(Duration.ofSeconds(10));
    }

    /** Half a CPU is 50 of each 100 ms, which several threads use up early. */
    @ParameterizedTest
    @ValueSource(ints = {51, 75, 100})
    void beats_that_come_late_by_no_more_than_another_beat_count_in_full(int millis) {
        assertThat(afterBeats(10, Duration.ofMillis(millis))).hasMillis(10 * millis);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 700, 3_600_000})
    void a_standstill_counts_as_two_beats_however_long_it_was(int millis) {
        assertThat(afterBeats(1, Duration.ofMillis(millis))).isEqualTo(AwakeTime.BEAT.multipliedBy(2));
    }

    @Test
    void each_standstill_in_a_row_counts_as_little_as_the_first() {
        assertThat(afterBeats(3, Duration.ofMillis(700))).isEqualTo(AwakeTime.BEAT.multipliedBy(6));
        assertThat(afterBeats(20, AwakeTime.BEAT)).as("after them").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void beats_that_are_made_up_for_in_a_burst_count_as_the_time_they_took() {
        afterBeats(1, Duration.ofSeconds(5));

        assertThat(afterBeats(100, Duration.ofNanos(10))).hasNanos(1_000);
    }

    @Test
    void nothing_passes_between_two_beats() {
        afterBeats(1, AwakeTime.BEAT);

        clock.advance(Duration.ofMinutes(1));

        assertThat(awake.nanos()).isEqualTo(AwakeTime.BEAT.toNanos());
    }
}
