package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

    private static final long BEAT = 100_000_000;
    private static final IntToDoubleFunction LINEAR = limit -> limit * 20.0;
    private static final IntToDoubleFunction KNEE_AT_TEN = limit -> Math.min(limit, 10) * 40.0;
    private static final IntToDoubleFunction NOTHING = limit -> 0;

    private final Set<LimitReason> reasons = EnumSet.noneOf(LimitReason.class);

    /** What a gate says of a tenth of a second with callers without end, where a limit gets so much done a second. */
    private static LimitWindow busy(int limit, IntToDoubleFunction throughput) {
        double rate = throughput.applyAsDouble(limit);
        long completed = Math.round(rate / 10);
        double hold = rate == 0 ? 0 : limit / rate;
        return new LimitWindow(BEAT, completed, Math.round(completed * hold * 1e9), limit, 1, limit);
    }

    private static LimitWindow idle(int limit) {
        return new LimitWindow(BEAT, 3, 3 * 5_000_000, 0.15, 0, limit);
    }

    private LimitDecision run(AdaptiveLimit limit, double seconds, IntToDoubleFunction throughput) {
        for (int beats = (int) (seconds * 10); beats > 0; beats--) {
            reasons.add(limit.next(busy(limit.decision().limit(), throughput)).reason());
        }
        return limit.decision();
    }

    @Test
    void rises_to_the_capacity_while_more_gets_done() {
        LimitDecision decision = run(AdaptiveLimit.between(2, 20, 2), 10, LINEAR);
        assertThat(decision.kept()).isEqualTo(20);
        assertThat(reasons).contains(LimitReason.TRY_MORE, LimitReason.MORE_THROUGHPUT);
    }

    @Test
    void falls_to_the_knee_while_as_much_gets_done() {
        LimitDecision decision = run(AdaptiveLimit.between(2, 80, 80), 20, KNEE_AT_TEN);
        assertThat(decision.kept()).isBetween(10, 12);
        assertThat(reasons).contains(LimitReason.TRY_LESS, LimitReason.SAME_WITH_LESS, LimitReason.LESS_THROUGHPUT);
    }

    @Test
    void a_trial_of_less_ends_as_soon_as_it_plainly_costs() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 20, 20);
        int beatsBelow = 0;
        for (int beats = 0; beats < 50; beats++) {
            beatsBelow += limit.decision().limit() < 20 ? 1 : 0;
            limit.next(busy(limit.decision().limit(), LINEAR));
        }
        assertThat(beatsBelow).isBetween(3, 15); // in three trials; 200 completions of a quarter alone would take ten
        assertThat(limit.decision().kept()).isEqualTo(20);
    }

    @Test
    void goes_back_from_a_trial_that_brought_nothing() {
        LimitDecision decision = run(AdaptiveLimit.between(10, 80, 10), 10, KNEE_AT_TEN);
        assertThat(decision.kept()).isEqualTo(10);
        assertThat(reasons)
                .contains(LimitReason.TRY_MORE, LimitReason.NO_GAIN)
                .doesNotContain(LimitReason.MORE_THROUGHPUT);
    }

    @Test
    void says_during_a_trial_what_it_keeps() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 20, 20);
        while (limit.decision().reason() != LimitReason.TRY_LESS) {
            run(limit, 0.1, LINEAR);
        }
        assertThat(limit.decision().limit()).isLessThan(20);
        assertThat(limit.decision().kept()).isEqualTo(20);
    }

    @Test
    void tries_ever_more_rarely_where_it_finds_nothing_better() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 20, 20);
        run(limit, 120, LINEAR);
        int tried = 0;
        for (int i = 0; i < 1_200; i++) {
            tried += run(limit, 0.1, LINEAR).limit() < 20 ? 1 : 0;
        }
        assertThat(tried).isBetween(1, 60); // of 1200 windows
    }

    @Test
    void does_not_move_while_nobody_is_kept_waiting() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 40);
        for (int i = 0; i < 6_000; i++) {
            assertThat(limit.next(idle(40)).limit()).isEqualTo(40);
        }
    }

    @Test
    void gives_up_a_trial_when_demand_ends_in_it() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 20, 20);
        while (limit.decision().reason() != LimitReason.TRY_LESS) {
            run(limit, 0.1, LINEAR);
        }
        for (int i = 0; i < 30; i++) {
            limit.next(idle(limit.decision().limit()));
        }
        assertThat(limit.decision()).isEqualTo(new LimitDecision(20, 20, LimitReason.NO_DEMAND));
    }

    @Test
    void takes_a_database_that_becomes_faster_in_a_short_step_for_what_it_is() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 10);
        while (limit.decision().limit() != 14) {
            run(limit, 0.1, KNEE_AT_TEN);
        }
        reasons.clear();
        run(limit, 20, permits -> KNEE_AT_TEN.applyAsDouble(permits) * 3);
        assertThat(limit.decision().kept()).isEqualTo(10);
        assertThat(reasons).doesNotContain(LimitReason.MORE_THROUGHPUT);
    }

    @Test
    void looks_again_at_once_when_the_database_has_become_faster() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 4);
        IntToDoubleFunction slow = permits -> Math.min(permits, 4) * 30.0;
        run(limit, 100, slow);
        for (int quiet = 0; quiet < 30; ) { // three seconds without a trial: a long rest has begun
            quiet = run(limit, 0.1, slow).limit() == limit.decision().kept()
                            && limit.decision().limit() == 4
                    ? quiet + 1
                    : 0;
        }
        run(limit, 12, permits -> Math.min(permits, 40) * 60.0);
        assertThat(limit.decision().kept()).isBetween(32, 56);
    }

    @Test
    void rises_when_nothing_comes_back_at_all() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 4);
        LimitDecision decision = run(limit, 4, NOTHING);
        assertThat(decision).isEqualTo(new LimitDecision(8, 8, LimitReason.STALLED));
        assertThat(run(limit, 60, NOTHING).limit()).isEqualTo(80);
    }

    @Test
    void is_not_raised_by_a_stall_that_a_trial_of_less_caused() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 40, 20);
        for (int i = 0; i < 2_000; i++) {
            int permits = limit.decision().limit();
            int served = Math.max(0, Math.min(permits, 20) - 16); // the others leaked, and a hold takes 2 s
            reasons.add(limit.next(new LimitWindow(
                            10 * BEAT, served / 2, served / 2 * 2_000_000_000L, Math.max(permits, 16), 1, permits))
                    .reason());
        }
        assertThat(limit.decision().kept()).isBetween(18, 28);
        assertThat(reasons).contains(LimitReason.TRY_LESS).doesNotContain(LimitReason.STALLED);
    }

    @Test
    void learns_nothing_from_windows_under_another_limit() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 20, 20);
        for (int i = 0; i < 600; i++) {
            assertThat(limit.next(busy(10, LINEAR)).limit()).isEqualTo(20);
        }
    }

    @Test
    void follows_the_capacity_down_and_finds_the_way_up_again() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 40, 40);
        run(limit, 5, LINEAR);
        assertThat(limit.capacity(12)).isEqualTo(new LimitDecision(12, 12, LimitReason.CAPACITY));
        limit.capacity(40);
        assertThat(run(limit, 10, LINEAR).kept()).isEqualTo(40);
    }

    @Test
    void is_what_it_was_once_a_short_lack_of_connections_is_over() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 80);
        int found = run(limit, 30, KNEE_AT_TEN).kept();
        assertThat(found).isBetween(10, 12);
        limit.capacity(1);
        run(limit, 2, NOTHING);
        limit.capacity(3);
        assertThat(limit.capacity(80)).isEqualTo(new LimitDecision(found, found, LimitReason.CAPACITY));
    }

    @Test
    void a_stall_in_a_trial_of_more_takes_nothing_back() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 80, 10);
        while (limit.next(busy(limit.decision().limit(), LINEAR)).limit() <= 10) {}
        int tried = limit.decision().limit();
        assertThat(run(limit, 10, NOTHING).limit()).isGreaterThan(tried);
    }

    @Test
    void is_fixed_at_a_small_capacity_and_adapts_above_it() {
        AdaptiveLimit limit = AdaptiveLimit.between(2, 8, 2);
        assertThat(run(limit, 30, KNEE_AT_TEN)).isEqualTo(new LimitDecision(8, 8, LimitReason.FIXED));
        limit.capacity(40);
        assertThat(run(limit, 30, KNEE_AT_TEN).kept()).isBetween(10, 12);
        assertThat(limit.capacity(5)).isEqualTo(new LimitDecision(5, 5, LimitReason.CAPACITY));
        assertThat(run(limit, 30, KNEE_AT_TEN).limit()).isEqualTo(5);
    }

    @Test
    void does_not_adapt_where_it_is_told_so() {
        AdaptiveLimit limit = AdaptiveLimit.fixed(40);
        assertThat(run(limit, 30, KNEE_AT_TEN)).isEqualTo(new LimitDecision(40, 40, LimitReason.FIXED));
        assertThat(limit.capacity(20).limit()).isEqualTo(20);
        assertThat(limit.capacity(60).limit()).isEqualTo(60);
    }

    @Test
    void refuses_bounds_and_windows_that_cannot_be() {
        assertThatThrownBy(() -> AdaptiveLimit.between(0, 20, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AdaptiveLimit.fixed(0)).isInstanceOf(IllegalArgumentException.class);
        AdaptiveLimit limit = AdaptiveLimit.fixed(1);
        assertThatThrownBy(() -> limit.capacity(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimitWindow(0, 0, 0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimitWindow(1, 0, 0, Double.NaN, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimitWindow(1, 0, 0, 0, 1.1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
