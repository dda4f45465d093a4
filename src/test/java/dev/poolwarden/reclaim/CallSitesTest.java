package dev.poolwarden.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.poolwarden.ManualClock;
import dev.poolwarden.reclaim.Backend.Activity;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CallSitesTest {

    private static final Offset<Double> ROUNDING = within(1e-6);
    private static final Duration HALF_LIFE = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock();
    private final CallSites sites = new CallSites();

    private static PooledConnection held(int pid, String site, long heldMillis, Activity activity) {
        return Connections.held(pid, 1, site, heldMillis, Connections.doing(activity, heldMillis));
    }

    private void observe(PooledConnection... held) {
        sites.observe(List.of(held), clock.getAsLong());
    }

    private CallSiteUse only() {
        assertThat(sites.worst(9)).hasSize(1);
        return sites.worst(9).get(0);
    }

    @Test
    void knows_no_place_before_the_first_sample() {
        assertThat(sites.worst(9)).isEmpty();
    }

    @Test
    void tells_who_holds_how_many_for_how_long() {
        observe(held(1, "a", 200, Activity.IDLE), held(2, "a", 100, Activity.WORKING));

        assertThat(only()).isEqualTo(new CallSiteUse("a", 2, 150, 200, OptionalDouble.of(50), 100));
    }

    @Test
    void where_the_server_says_nothing_idleness_is_unknown_and_not_zero() {
        observe(held(1, "a", 200, Activity.UNKNOWN));
        assertThat(only().idlePercent()).isEmpty();

        observe(held(1, "a", 1_200, Activity.IDLE));
        assertThat(only().idlePercent()).as("of the samples that are known").hasValue(100);
    }

    @Test
    void a_place_idle_in_most_samples_shows_that_share_of_its_time() {
        for (int second = 1; second <= 8; second++) {
            observe(held(1, "a", second * 1_000L, second == 1 ? Activity.WORKING : Activity.IDLE_IN_TRANSACTION));
        }

        assertThat(only().idlePercent().getAsDouble()).isCloseTo(87.5, ROUNDING);
    }

    @Test
    void the_places_idle_for_the_most_time_come_first_and_as_many_as_asked_for() {
        observe(
                held(1, "busy", 900, Activity.WORKING),
                held(2, "wasteful", 1, Activity.IDLE),
                held(3, "wasteful", 1, Activity.IDLE),
                held(4, "middling", 1, Activity.IDLE));

        assertThat(sites.worst(9)).extracting(CallSiteUse::site).containsExactly("wasteful", "middling", "busy");
        assertThat(sites.worst(2)).extracting(CallSiteUse::site).containsExactly("wasteful", "middling");
    }

    @Test
    void shares_are_of_all_holding_time() {
        observe(held(1, "a", 1, Activity.IDLE), held(2, "a", 1, Activity.IDLE), held(3, "b", 1, Activity.WORKING));
        observe(held(1, "a", 1, Activity.IDLE));

        assertThat(sites.worst(9))
                .satisfiesExactly(
                        a -> assertThat(a.sharePercent()).isCloseTo(75, ROUNDING),
                        b -> assertThat(b.sharePercent()).isCloseTo(25, ROUNDING));
    }

    @Test
    void a_hold_that_ended_lasted_to_the_middle_between_two_samples() {
        observe(held(1, "a", 4_000, Activity.WORKING));
        clock.advanceMillis(1_000);
        observe();

        assertThat(only())
                .extracting(CallSiteUse::holding, CallSiteUse::longestMillis)
                .containsExactly(0, 0L);
        assertThat(only().meanHeldMillis()).isEqualTo(4_500);
    }

    @Test
    void the_same_connection_borrowed_again_is_another_hold() {
        sites.observe(List.of(Connections.held(1, 1, "a", 4_000, Backend.UNKNOWN)), clock.getAsLong());
        sites.observe(List.of(Connections.held(1, 2, "a", 2_000, Backend.UNKNOWN)), clock.getAsLong());

        assertThat(only().meanHeldMillis()).isEqualTo(3_000);
    }

    @Test
    void a_hold_that_goes_on_is_counted_once() {
        observe(held(1, "a", 1_000, Activity.WORKING));
        observe(held(1, "a", 5_000, Activity.WORKING));

        assertThat(only().meanHeldMillis()).isEqualTo(5_000);
    }

    @Test
    void a_sample_counts_half_after_five_minutes() {
        observe(held(1, "a", 1, Activity.IDLE));
        clock.advance(HALF_LIFE);
        observe(held(1, "a", 1, Activity.WORKING));

        assertThat(only().idlePercent().getAsDouble()).isCloseTo(100.0 / 3, ROUNDING);
    }

    @Test
    void a_place_that_holds_nothing_any_more_is_forgotten_in_the_end() {
        observe(held(1, "a", 1, Activity.IDLE));
        clock.advance(HALF_LIFE.multipliedBy(6));
        observe();
        assertThat(only().holding()).isZero();

        clock.advance(HALF_LIFE);
        observe();

        assertThat(sites.worst(9)).isEmpty();
    }

    @Test
    void remembers_the_500_busiest_places() {
        observe(held(0, "busiest", 1, Activity.WORKING));
        sites.observe(
                IntStream.range(0, 600)
                        .mapToObj(i -> held(i, i == 0 ? "busiest" : "place " + i, 1, Activity.WORKING))
                        .toList(),
                clock.getAsLong());

        assertThat(sites.worst(1_000))
                .hasSize(500)
                .extracting(CallSiteUse::site)
                .contains("busiest");
    }

    @Test
    void a_clock_that_stood_still_ages_nothing() {
        observe(held(1, "a", 1, Activity.IDLE));
        observe(held(1, "a", 1, Activity.WORKING));

        assertThat(only().idlePercent().getAsDouble()).isCloseTo(50, ROUNDING);
    }
}
