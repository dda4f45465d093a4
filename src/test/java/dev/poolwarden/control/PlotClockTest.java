package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlotClockTest {

    private static final long START = 1_763_770_000_000L;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ManualClock nanoTime = new ManualClock();
    private long wall = START * 1_000_000; // ns since 1970
    private final PlotClock clock = new PlotClock(new WallClock(), nanoTime);

    private final class WallClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, wall);
        }
    }

    private void pass(Duration time) {
        wall += time.toNanos();
        nanoTime.advance(time);
    }

    @Test
    void it_is_the_wall_clock_while_that_goes_forward() {
        assertThat(clock.now()).isEqualTo(START);
        pass(Duration.ofMillis(1500));
        assertThat(clock.now()).isEqualTo(START + 1500);
        wall += HOUR;
        assertThat(clock.now()).isEqualTo(START + 1500 + 3_600_000);
    }

    @Test
    void set_back_it_goes_on_by_what_really_passes() {
        clock.now();
        wall -= HOUR;
        assertThat(clock.now()).isEqualTo(START);
        pass(Duration.ofSeconds(2));
        assertThat(clock.now()).isEqualTo(START + 2000);
        wall -= HOUR;
        pass(Duration.ofSeconds(2));
        assertThat(clock.now()).isEqualTo(START + 4000);
    }

    @Test
    void nothing_gets_lost_to_who_asks_often() {
        clock.now();
        wall -= HOUR;
        for (int i = 0; i < 3000; i++) {
            pass(Duration.ofNanos(500_000));
            clock.now();
        }
        assertThat(clock.now()).isEqualTo(START + 1500);
    }

    @Test
    void the_wall_clock_is_followed_again_once_it_has_overtaken() {
        clock.now();
        wall -= HOUR;
        pass(Duration.ofSeconds(2));
        clock.now();
        wall += HOUR + Duration.ofSeconds(5).toNanos();
        assertThat(clock.now()).isEqualTo(START + 7000);
        pass(Duration.ofSeconds(1));
        assertThat(clock.now()).isEqualTo(START + 8000);
    }

    @Test
    void what_comes_after_a_sample_is_later_within_the_same_millisecond_too() {
        assertThat(clock.now()).isEqualTo(START);
        assertThat(clock.sampled()).isEqualTo(START);
        assertThat(clock.now()).isEqualTo(START + 1);
        assertThat(clock.sampled()).isEqualTo(START + 1);
        pass(Duration.ofSeconds(1));
        assertThat(clock.sampled()).isEqualTo(START + 1000);
    }
}
