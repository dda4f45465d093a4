package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long SPREAD = 1_000;

    private final ManualClock clock = new ManualClock();
    private final Turns turns = new Turns(clock.getAsLong());

    @Test
    void the_first_does_not_wait_and_each_other_a_tenth_longer() {
        assertThat(take(4)).containsExactly(0L, 100L, 200L, 300L);
    }

    @Test
    void none_waits_as_long_as_the_spread_however_many_come() {
        assertThat(LongStream.of(take(1_000)).boxed()).allMatch(wait -> wait >= 0 && wait < SPREAD);
    }

    @Test
    void who_comes_when_all_have_started_does_not_wait() {
        take(4);
        clock.advanceMillis(1);
        assertThat(take(1)).containsExactly(0L);
    }

    private long[] take(int number) {
        return LongStream.generate(() -> turns.take(SPREAD, clock.getAsLong()))
                .limit(number)
                .toArray();
    }
}
