package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OccupancyTest {

    @Test
    void demand_is_the_integral_of_in_flight_and_waiting_over_time() {
        Occupancy occupancy = Occupancy.empty(100)
                .change(+1, 0, 110) // 0 for 10
                .change(+1, 0, 130) // 1 for 20
                .change(0, +1, 160) // 2 for 30
                .change(-1, 0, 200); // 3 for 40

        assertThat(occupancy.demandNanos()).isEqualTo(20 + 60 + 120);
        assertThat(occupancy.demandNanosAt(250)).isEqualTo(20 + 60 + 120 + 2 * 50);
        assertThat(occupancy.demand()).isEqualTo(2);
    }

    @Test
    void a_waiter_that_is_served_does_not_change_the_demand() {
        Occupancy waiting = Occupancy.empty(0).change(+1, 0, 0).change(0, +1, 0);

        Occupancy served = waiting.change(-1, 0, 10).change(+1, 0, 10).change(0, -1, 10);

        assertThat(served.demandNanosAt(20)).isEqualTo(2 * 10 + 10);
    }

    @Test
    void a_clock_that_lags_behind_counts_no_time_and_never_runs_backwards() {
        Occupancy occupancy = Occupancy.empty(0).change(+1, 0, 100).change(+1, 0, 90);

        assertThat(occupancy.since()).isEqualTo(100);
        assertThat(occupancy.demandNanos()).isZero();
        assertThat(occupancy.demandNanosAt(95)).isZero();
    }

    @Test
    void remembers_the_peak() {
        Occupancy occupancy =
                Occupancy.empty(0).change(+2, 0, 1).change(-1, 0, 2).change(0, +5, 3);

        assertThat(occupancy.peakInFlight()).isEqualTo(2);
    }

    @Test
    void a_backlog_is_as_old_as_the_first_who_waited() {
        Occupancy first = Occupancy.empty(0).change(+1, 0, 10).change(0, +1, 20);
        Occupancy grown = first.change(0, +1, 30).change(0, -1, 40);
        Occupancy anew = grown.change(0, -1, 50).change(0, +1, 60);

        assertThat(grown.backlogSince()).isEqualTo(20);
        assertThat(anew.backlogSince()).isEqualTo(60);
    }

    @Test
    void the_integral_agrees_with_a_naive_sum_at_any_moment() {
        SplittableRandom random = new SplittableRandom(7);
        long now = Long.MAX_VALUE - 5_000; // it overflows on the way
        Occupancy occupancy = Occupancy.empty(now);
        long naive = 0;
        for (int i = 0; i < 1_000; i++) {
            int step = random.nextInt(100);
            naive += (long) step * occupancy.demand();
            now += step;
            assertThat(occupancy.demandNanosAt(now)).isEqualTo(naive);
            int in = occupancy.inFlight() == 0 ? random.nextInt(2) : random.nextInt(3) - 1;
            int waiting = occupancy.waiting() == 0 ? random.nextInt(2) : random.nextInt(3) - 1;
            occupancy = occupancy.change(in, waiting, now);
        }
    }
}
