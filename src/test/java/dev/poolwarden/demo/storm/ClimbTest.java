package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClimbTest {

    private final Climb climb = new Climb(100, Duration.ofSeconds(20));

    @Test
    void a_few_show_how_many_more_bring_the_next_level() {
        assertThat(climb.requests("NORMAL", 0, 0)).isEqualTo(4);
        assertThat(climb.requests("NORMAL", 14.0, s(1))).as("a step takes time").isEqualTo(4);
        assertThat(climb.requests("NORMAL", 14.0, s(2))).isEqualTo(21);
        assertThat(climb.requests("NORMAL", 75.0, s(4))).as("high enough").isEqualTo(21);
        assertThat(climb.requests("MODERATE", 75.0, s(6))).isEqualTo(24);
        assertThat(climb.requests("AGGRESSIVE", 86.0, s(7)))
                .as("no step is left")
                .isEqualTo(100);
    }

    @Test
    void they_never_become_fewer() {
        climb.requests("NORMAL", 14.0, s(2));
        assertThat(climb.requests("NORMAL", 84.0, s(4))).isEqualTo(21);
    }

    @Test
    void usage_that_is_unknown_or_nothing_doubles_them() {
        assertThat(climb.requests("NORMAL", 0, s(2))).isEqualTo(8);
    }

    @Test
    void half_the_time_belongs_to_all_of_them() {
        assertThat(climb.requests("NORMAL", 50.0, s(10) - 1)).isLessThan(100);
        assertThat(climb.requests("NORMAL", 50.0, s(10))).isEqualTo(100);
    }

    @Test
    void there_are_no_more_than_there_are() {
        assertThat(new Climb(20, Duration.ofSeconds(20)).requests("NORMAL", 2.0, s(2)))
                .isEqualTo(20);
        assertThat(new Climb(2, Duration.ofSeconds(20)).requests("NORMAL", 2.0, 0))
                .isEqualTo(2);
    }

    private static long s(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
