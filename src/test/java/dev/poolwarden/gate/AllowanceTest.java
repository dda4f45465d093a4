package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {

    private static final long MS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST = 500 * MS;
    private static final long FLOOR = 50 * MS;
    private static final long WINDOW = 100 * MS;
    private static final int NOBODY = -1;

    private long now;
    private Allowance allowance = new Allowance(LONGEST, FLOOR, now);

    private void window(long leastWait, long oldest) {
        allowance.served(leastWait);
        now += WINDOW;
        allowance.review(oldest, now);
    }

    /** As a backlog that stands is seen: the first window begins with an empty one. */
    private void stand() {
        window(FLOOR + 1, FLOOR + 1);
        window(FLOOR + 1, FLOOR + 1);
    }

    @Test
    void a_first_waiter_may_wait_longest() {
        assertThat(allowance.nanos()).isEqualTo(LONGEST);
        assertThat(allowance.isStanding()).isFalse();
    }

    @Test
    void a_backlog_in_which_everybody_served_had_waited_longer_than_the_floor_stands() {
        stand();

        assertThat(allowance.isStanding()).isTrue();
        assertThat(allowance.nanos()).isEqualTo(FLOOR);
    }

    @Test
    void one_that_was_served_in_time_shows_that_it_moves() {
        window(FLOOR + 1, FLOOR + 1);
        allowance.served(FLOOR);
        window(LONGEST, LONGEST);

        assertThat(allowance.isStanding()).isFalse();
    }

    @Test
    void a_backlog_that_was_empty_for_a_moment_does_not_stand() {
        window(FLOOR + 1, FLOOR + 1);
        allowance.review(NOBODY, now + 1);
        window(LONGEST, LONGEST);

        assertThat(allowance.isStanding()).isFalse();
        assertThat(allowance.nanos()).isEqualTo(LONGEST);
    }

    @Test
    void one_of_which_nobody_is_served_stands_once_its_oldest_has_waited_longest() {
        allowance.review(0, now);
        now += WINDOW;
        allowance.review(LONGEST, now);
        now += WINDOW;
        allowance.review(LONGEST, now);
        assertThat(allowance.isStanding()).isFalse();
        now += WINDOW;
        allowance.review(LONGEST + 1, now);

        assertThat(allowance.isStanding()).isTrue();
    }

    @Test
    void it_stands_until_it_is_empty_most_of_the_time_and_then_the_allowance_doubles_with_every_window() {
        stand();
        window(0, 1);
        assertThat(allowance.isStanding()).as("served soon, and never empty").isTrue();
        allowance.review(NOBODY, now);
        allowance.review(0, now + WINDOW / 2);
        now += WINDOW;
        allowance.review(0, now);
        assertThat(allowance.isStanding()).as("empty for half the time").isTrue();

        allowance.review(NOBODY, now);
        allowance.review(0, now + WINDOW / 2 + 1);
        now += WINDOW;
        allowance.review(NOBODY, now);
        assertThat(allowance.isStanding()).isFalse();
        assertThat(allowance.nanos()).isEqualTo(2 * FLOOR);
        now += 2 * WINDOW;
        allowance.review(NOBODY, now);
        assertThat(allowance.nanos()).isEqualTo(8 * FLOOR);
        now += 100 * WINDOW;
        allowance.review(NOBODY, now);
        assertThat(allowance.nanos()).isEqualTo(LONGEST);
    }

    @Test
    void a_floor_of_nothing_recovers_too() {
        allowance = new Allowance(LONGEST, 0, now);
        stand();
        assertThat(allowance.nanos()).isZero();

        allowance.review(NOBODY, now + 1);
        now += 10 * WINDOW;
        allowance.review(NOBODY, now);

        assertThat(allowance.nanos()).isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 3, Long.MIN_VALUE, -5})
    void the_windows_survive_the_overflow_of_nanos(long start) {
        now = start;
        allowance = new Allowance(LONGEST, FLOOR, now);
        stand();

        assertThat(allowance.isStanding()).isTrue();
    }
}
