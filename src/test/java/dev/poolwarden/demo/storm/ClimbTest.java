package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClimbTest {

    private final Climb climb = new Climb(100, Duration.ofSeconds(20));

    @Test
    void a_few_show_how_many_more_bring_the_next_level() {
        assertThat(climb.requests("NORMAL", 0, 0)).isEqualTo(8);
        assertThat(climb.requests("NORMAL", 28.0, ms(2499)))
                .as("a step takes time")
                .isEqualTo(8);
        assertThat(climb.requests("NORMAL", 28.0, ms(2500))).isEqualTo(21);
        assertThat(climb.requests("NORMAL", 75.0, ms(5000))).as("high enough").isEqualTo(21);
        assertThat(climb.requests("MODERATE", 75.0, ms(7500))).isEqualTo(24);
        assertThat(climb.requests("AGGRESSIVE", 86.0, ms(8000)))
                .as("no step is left")
                .isEqualTo(100);
    }

    @Test
    void they_never_become_fewer() {
        climb.requests("NORMAL", 28.0, ms(2500));
        assertThat(climb.requests("NORMAL", 84.0, ms(5000))).isEqualTo(21);
    }

    @Test
    void usage_that_is_unknown_or_nothing_doubles_them() {
        assertThat(climb.requests("NORMAL", 0, ms(2500))).isEqualTo(16);
    }

    @Test
    void two_fifths_of_the_time_belong_to_all_of_them() {
        assertThat(climb.requests("NORMAL", 50.0, ms(11_999))).isLessThan(100);
        assertThat(climb.requests("NORMAL", 50.0, ms(12_000))).isEqualTo(100);
    }

    @Test
    void there_are_no_more_than_there_are() {
        assertThat(new Climb(20, Duration.ofSeconds(20)).requests("NORMAL", 2.0, ms(2500)))
                .isEqualTo(20);
        assertThat(new Climb(2, Duration.ofSeconds(20)).requests("NORMAL", 2.0, 0))
                .isEqualTo(2);
    }

    private static long ms(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }
}
