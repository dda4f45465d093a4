package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectPaceTest {

    private static final long WHOLE = Duration.ofMillis(1600).toNanos();

    private final ManualClock clock = new ManualClock();

    private ConnectPace pace(int capacity, RandomGenerator random) {
        return new ConnectPace(capacity, random, clock);
    }

    /** Opens one as soon as it may be; returns for how long it was held up, in ns. */
    private long open(ConnectPace pace) {
        long wait = Math.max(0, pace.nextAt() - clock.getAsLong());
        clock.advance(Duration.ofNanos(wait));
        pace.opened();
        return wait;
    }

    private List<Long> open(ConnectPace pace, int connections) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            waits.add(open(pace));
        }
        return waits;
    }

    /** Draws the largest or the smallest pause, always. */
    private static RandomGenerator always(long bits) {
        return () -> bits;
    }

    @Test
    void a_whole_pool_is_back_within_two_seconds_whatever_its_size() {
        for (int capacity = 1; capacity <= 1_000; capacity++) {
            ConnectPace pace = pace(capacity, always(-1)); // the longest pauses
            open(pace, capacity);
            long lost = clock.getAsLong();
            pace.lost();
            open(pace, capacity);

            assertThat(Duration.ofNanos(clock.getAsLong() - lost))
                    .as("capacity %d", capacity)
                    .isLessThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void a_pool_lost_one_by_one_while_it_comes_back_is_still_paced() {
        ConnectPace pace = pace(20, always(0));
        open(pace);
        for (int i = 0; i < 100; i++) {
            pace.lost();
            assertThat(open(pace)).isEqualTo(WHOLE / 20 / 2);
        }
    }

    @Test
    void growth_is_not_held_up() {
        assertThat(open(pace(10, always(-1)), 10)).containsOnly(0L);
    }

    @Test
    void the_first_replacement_after_a_quiet_time_is_not_held_up() {
        ConnectPace pace = pace(1, always(-1));
        open(pace);
        clock.advance(Duration.ofNanos(WHOLE));
        pace.lost();

        assertThat(open(pace)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 100, 1_000})
    void pauses_spread_from_half_a_share_to_a_whole_one(int capacity) {
        ConnectPace pace = pace(capacity, new Random(42));
        open(pace);
        long share = WHOLE / capacity;
        List<Long> pauses = LongStream.range(0, 200)
                .map(i -> {
                    pace.lost();
                    return open(pace);
                })
                .boxed()
                .toList();

        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(share / 2, share));
        assertThat(pauses).anyMatch(pause -> pause < share * 0.6).anyMatch(pause -> pause > share * 0.9);
    }

    @Test
    void a_small_pool_makes_no_storm_and_waits_a_tenth_of_a_second_at_most() {
        ConnectPace pace = pace(1, always(-1));
        open(pace);
        pace.lost();

        assertThat(Duration.ofNanos(open(pace))).isBetween(Duration.ofMillis(99), Duration.ofMillis(100));
    }

    @Test
    void the_same_chance_makes_the_same_pauses_and_another_one_makes_others() {
        List<Long> pauses = pausesByChance(1);

        assertThat(pausesByChance(1)).isEqualTo(pauses);
        assertThat(pausesByChance(2)).isNotEqualTo(pauses);
    }

    private List<Long> pausesByChance(long seed) {
        ConnectPace pace = pace(20, new Random(seed));
        open(pace);
        pace.lost();
        return open(pace, 20);
    }

    @Test
    void two_seconds_after_the_last_loss_nothing_is_held_up_any_more() {
        ConnectPace pace = pace(1, always(-1));
        pace.lost();
        clock.advance(Duration.ofSeconds(2).minusNanos(1));
        open(pace);
        assertThat(pace.nextAt()).isGreaterThan(clock.getAsLong());

        clock.advance(Duration.ofNanos(1));

        assertThat(open(pace)).isZero();
    }

    @Test
    void waiting_ends_when_the_next_is_due_and_begins_the_next_pause() {
        Duration step = Duration.ofNanos(150_000); // a few looks fit into the pause of 0.8 ms
        LongSupplier steppedByLooking = () -> clock.advance(step);
        ConnectPace pace = new ConnectPace(1_000, always(0), steppedByLooking);
        pace.opened();
        pace.lost();
        long due = pace.nextAt();
        assertThat(due).isGreaterThan(clock.getAsLong());

        pace.await();
        pace.opened();

        assertThat(clock.getAsLong() - due).isNotNegative();
        assertThat(pace.nextAt()).isGreaterThan(due);
    }
}
