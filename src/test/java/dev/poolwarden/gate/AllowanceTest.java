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

    private long now;
    private Allowance allowance = new Allowance(LONGEST, FLOOR, now);

    /** At its end so many wait, of whom nobody was served sooner than that. */
    private void window(int waiting, long leastWait) {
        allowance.served(leastWait);
        now += WINDOW;
        allowance.review(waiting, leastWait, now);
    }

    private void someoneWaits(long since) {
        allowance.review(1, since, now);
    }

    private void nobodyWaits(long at) {
        allowance.review(0, 0, at);
    }

    /** As a backlog that stands is seen: the first window begins with an empty one. */
    private void stand() {
        window(9, FLOOR + 1);
        window(9, FLOOR + 1);
        window(9, FLOOR + 1);
        allowance.turnedAway();
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
    void what_a_standstill_has_left_behind_does_not_stand_while_it_is_worked_off() {
        window(90, FLOOR + 1);
        for (int waiting = 80; waiting > 0; waiting -= 10) {
            window(waiting, FLOOR + 1);
            assertThat(allowance.isStanding()).as("%d still wait", waiting).isFalse();
        }
        window(10, FLOOR + 1);

        assertThat(allowance.isStanding()).as("no fewer than before").isTrue();
    }

    @Test
    void one_that_was_served_in_time_shows_that_it_moves() {
        window(9, FLOOR + 1);
        window(9, FLOOR + 1);
        allowance.served(FLOOR);
        window(9, LONGEST);
        window(9, LONGEST);

        assertThat(allowance.isStanding()).isFalse();
    }

    @Test
    void a_backlog_that_was_empty_for_a_moment_does_not_stand() {
        window(9, FLOOR + 1);
        window(9, FLOOR + 1);
        nobodyWaits(now + 1);
        window(9, LONGEST);
        window(9, LONGEST);

        assertThat(allowance.isStanding()).isFalse();
        assertThat(allowance.nanos()).isEqualTo(LONGEST);
    }

    @Test
    void one_that_is_served_in_batches_stands_too() {
        window(9, FLOOR + 1);
        for (int batch = 0; batch < 2; batch++) {
            for (int window = 0; window < 4; window++) {
                now += WINDOW;
                allowance.review(10 + window, LONGEST, now);
            }
            window(9, LONGEST);
        }

        assertThat(allowance.isStanding()).isTrue();
    }

    @Test
    void one_of_which_nobody_is_served_stands_once_its_oldest_has_waited_longest() {
        someoneWaits(0);
        for (int window = 0; window < 9; window++) {
            now += WINDOW;
            someoneWaits(LONGEST);
        }
        now += WINDOW;
        someoneWaits(LONGEST + 1);
        assertThat(allowance.isStanding()).isFalse();
        now += WINDOW;
        someoneWaits(LONGEST + 1);

        assertThat(allowance.isStanding()).isTrue();
    }

    @Test
    void it_stands_while_anybody_is_turned_away_unless_it_is_empty_most_of_the_time() {
        stand();
        window(1, 0);
        assertThat(allowance.isStanding()).as("served soon, but not all").isTrue();
        allowance.turnedAway();
        nobodyWaits(now);
        allowance.review(1, 0, now + WINDOW / 2);
        now += WINDOW;
        someoneWaits(0);
        assertThat(allowance.isStanding()).as("empty for half the time").isTrue();

        allowance.turnedAway();
        nobodyWaits(now);
        allowance.review(1, 0, now + WINDOW / 2 + 1);
        now += WINDOW;
        nobodyWaits(now);
        assertThat(allowance.isStanding()).isFalse();
    }

    @Test
    void it_stands_no_longer_once_everybody_is_served_though_somebody_always_waits() {
        stand();
        window(1, 1);
        window(1, 1);

        assertThat(allowance.isStanding()).isFalse();
        assertThat(allowance.nanos()).isEqualTo(2 * FLOOR);
    }

    @Test
    void it_stands_where_nobody_is_served_though_nobody_else_is_turned_away() {
        stand();
        window(1, FLOOR + 1);
        now += WINDOW;
        someoneWaits(2 * FLOOR);

        assertThat(allowance.isStanding()).isTrue();
    }

    @Test
    void the_allowance_doubles_with_every_window_then() {
        stand();
        nobodyWaits(now);
        now += WINDOW;
        nobodyWaits(now);
        assertThat(allowance.nanos()).isEqualTo(2 * FLOOR);
        now += 2 * WINDOW;
        nobodyWaits(now);
        assertThat(allowance.nanos()).isEqualTo(8 * FLOOR);
        now += 100 * WINDOW;
        nobodyWaits(now);
        assertThat(allowance.nanos()).isEqualTo(LONGEST);
    }

    @Test
    void a_floor_of_nothing_recovers_too() {
        allowance = new Allowance(LONGEST, 0, now);
        stand();
        assertThat(allowance.nanos()).isZero();

        nobodyWaits(now + 1);
        now += 10 * WINDOW;
        nobodyWaits(now);

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
