package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadcountTest {

    private static final long UNIT = 1024; // ns

    @Test
    void integrates_permits_callers_and_the_time_in_which_anybody_waits() {
        Headcount headcount = new Headcount(0);
        headcount.tryTake(() -> 2, 10 * UNIT);
        headcount.tryTake(() -> 2, 20 * UNIT);
        headcount.tryJoin(5, 30 * UNIT);
        headcount.leave(50 * UNIT);
        headcount.giveBack(50 * UNIT, 60 * UNIT);

        Occupancy seen = headcount.occupancy(100 * UNIT);

        assertThat(seen.heldNanos()).isEqualTo((10 + 2 * 40 + 40) * UNIT);
        assertThat(seen.waitedNanos()).isEqualTo(20 * UNIT);
        assertThat(seen.crowdedNanos()).isEqualTo(20 * UNIT);
        assertThat(seen.demandNanos()).isEqualTo((10 + 2 * 40 + 40 + 20) * UNIT);
        assertThat(seen.back()).isEqualTo(1);
        assertThat(seen.backNanos()).isEqualTo(50 * UNIT);
    }

    @Test
    void the_mean_demand_is_exact_though_the_clock_is_read_between_units() {
        Headcount headcount = new Headcount(0);
        for (int i = 0; i < 4; i++) {
            headcount.tryTake(() -> 5, 0);
        }
        Occupancy before = headcount.occupancy(1_000_000_007);

        assertThat(headcount.occupancy(2_000_000_000).meanDemandSince(before)).hasValue(4);
        assertThat(before.meanDemandSince(before)).isEmpty();
    }

    @Test
    void takes_no_more_than_may_be_used_and_nothing_past_those_who_wait() {
        Headcount headcount = new Headcount(0);

        assertThat(headcount.tryTake(() -> 1, 0)).isTrue();
        assertThat(headcount.tryTake(() -> 1, 0)).isFalse();
        assertThat(headcount.tryTakeUncontended(() -> 2, 0)).isTrue();
        headcount.tryJoin(1, 0);
        assertThat(headcount.tryTakeUncontended(() -> 3, 0)).isFalse();
        assertThat(headcount.tryTake(() -> 3, 0)).isTrue();
        assertThat(headcount.tryJoin(1, 0)).isFalse();
        assertThat(headcount.inFlight()).isEqualTo(3);
        assertThat(headcount.waiting()).isEqualTo(1);
    }

    @Test
    void a_clock_that_runs_backwards_changes_no_integral() {
        Headcount headcount = new Headcount(0);
        headcount.tryTake(() -> 2, 100 * UNIT);
        headcount.tryTake(() -> 2, 90 * UNIT); // another core's clock

        assertThat(headcount.occupancy(95 * UNIT).heldNanos()).isZero();
        assertThat(headcount.occupancy(100 * UNIT).heldNanos()).isZero();
        assertThat(headcount.occupancy(110 * UNIT).heldNanos()).isEqualTo(20 * UNIT);
    }

    @Test
    void a_caller_that_read_the_clock_long_ago_changes_no_integral() {
        long now = Duration.ofMinutes(20).toNanos() / UNIT * UNIT;
        Headcount headcount = new Headcount(0);
        headcount.tryTake(() -> 2, now);
        headcount.giveBack(0, UNIT); // on its way back it waited for the server

        Occupancy seen = headcount.occupancy(now);
        assertThat(seen.heldNanos()).isZero();
        assertThat(seen.inFlight()).isZero();
    }

    @Test
    void a_process_that_stood_still_for_long_counts_that_time() {
        Headcount headcount = new Headcount(0);
        headcount.tryTake(() -> 1, 0);
        long later = Duration.ofMinutes(100).toNanos() / UNIT * UNIT;

        assertThat(headcount.occupancy(later).heldNanos()).isEqualTo(later);
    }

    @Test
    void counts_up_to_its_bounds_do_not_touch_each_other() {
        Headcount headcount = new Headcount(0);
        for (int i = 0; i < Headcount.MOST_WAITING; i++) {
            headcount.tryJoin(Headcount.MOST_WAITING, 0);
        }
        for (int i = 0; i < Headcount.MOST_IN_FLIGHT; i++) {
            headcount.tryTake(() -> Headcount.MOST_IN_FLIGHT, 0);
        }

        assertThat(headcount.tryJoin(Headcount.MOST_WAITING, 0)).isFalse();
        assertThat(headcount.tryTake(() -> Headcount.MOST_IN_FLIGHT, 0)).isFalse();
        assertThat(headcount.waiting()).isEqualTo(100_000 + 31_071);
        assertThat(headcount.inFlight()).isEqualTo(16_383);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5_000 * UNIT, -3_000 * UNIT, (1L << 43) - 2_000 * UNIT})
    void agrees_with_a_naive_sum_wherever_the_clock_begins(long start) {
        SplittableRandom random = new SplittableRandom(1);
        Headcount headcount = new Headcount(start);
        long now = start;
        int inFlight = 0;
        int waiting = 0;
        long naive = 0;
        for (int i = 0; i < 10_000; i++) {
            long passed = random.nextInt(5);
            naive += (inFlight + waiting) * passed;
            now += passed * UNIT;
            switch (random.nextInt(4)) {
                case 0 -> inFlight += headcount.tryTake(() -> 7, now) ? 1 : 0;
                case 1 -> waiting += headcount.tryJoin(7, now) ? 1 : 0;
                case 2 -> {
                    if (inFlight > 0) {
                        headcount.giveBack(1, now);
                        inFlight--;
                    }
                }
                default -> {
                    if (waiting > 0) {
                        headcount.leave(now);
                        waiting--;
                    }
                }
            }
        }

        Occupancy seen = headcount.occupancy(now);
        assertThat(seen.inFlight()).isEqualTo(inFlight);
        assertThat(seen.waiting()).isEqualTo(waiting);
        assertThat(seen.demandNanos()).isEqualTo(naive * UNIT);
    }
}
