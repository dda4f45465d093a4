package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.simulation.DatabaseModel;
import dev.poolwarden.gate.simulation.Simulation;
import dev.poolwarden.gate.simulation.Simulation.Sample;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The limit in front of simulated databases; what the seeds are changes nothing that is said here. */
class AdaptiveLimitPropertyTest {

    private static final int FLOOR = 2;

    /** Anything that a gate could say, as often as not at odds with itself. */
    record Said(long millis, long completed, long holdMillis, double inFlight, double limited, boolean presentLimit) {
        LimitWindow under(int limit) {
            return new LimitWindow(
                    millis * 1_000_000, completed, holdMillis * 1_000_000, inFlight, limited, presentLimit ? limit : 0);
        }
    }

    @Provide
    Arbitrary<List<Said>> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 5_000),
                        Arbitraries.longs().between(0, 3_000),
                        Arbitraries.longs().between(0, 100_000),
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 9).map(die -> die > 0))
                .as(Said::new)
                .list()
                .ofMaxSize(200);
    }

    @Property(tries = 300, seed = "6")
    void never_leaves_its_bounds_whatever_it_is_told(
            @ForAll("windows") List<Said> windows,
            @ForAll @IntRange(min = 1, max = 12) int floor,
            @ForAll @IntRange(min = 1, max = 100) int capacity,
            @ForAll @IntRange(min = 1, max = 100) int later) {
        AdaptiveLimit limit = AdaptiveLimit.between(floor, capacity, capacity);
        for (int i = 0; i < windows.size(); i++) {
            int most = i < windows.size() / 2 ? capacity : later;
            if (i == windows.size() / 2) {
                limit.capacity(later);
            }
            LimitDecision decision =
                    limit.next(windows.get(i).under(limit.decision().limit()));
            assertThat(decision.limit()).isBetween(Math.min(floor, most), most);
            assertThat(decision.kept()).isBetween(Math.min(floor, most), most);
        }
    }

    @Property(tries = 12, seed = "6")
    void is_at_the_capacity_where_every_connection_brings_its_share(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = FLOOR, max = 20) int start) {
        Simulation run = simulate(DatabaseModel.SLEEP, seed, start).run(30);
        assertThat(throughput(run, 20, 30)).isGreaterThan(0.9 * 400);
        assertThat(meanLimit(run, 20, 30)).isGreaterThan(18);
    }

    @Property(tries = 12, seed = "6")
    void is_at_the_knee_of_two_cores_twenty_seconds_after_any_start(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = FLOOR, max = 80) int start) {
        Simulation run = simulate(DatabaseModel.CPU, seed, start).run(30);
        assertThat(throughput(run, 20, 30)).isGreaterThan(0.9 * 400);
        assertThat(meanLimit(run, 20, 30)).isLessThan(6);
    }

    @Property(tries = 12, seed = "6")
    void is_at_the_knee_of_a_hot_row_twenty_seconds_after_any_start(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = FLOOR, max = 80) int start) {
        Simulation run = simulate(DatabaseModel.HOT_ROW, seed, start).run(30);
        assertThat(throughput(run, 20, 30)).isGreaterThan(0.9 * 400);
        assertThat(meanLimit(run, 20, 30)).isLessThan(6);
    }

    @Property(tries = 3, seed = "6")
    void does_not_drift_under_ten_minutes_of_tenfold_overload(@ForAll @LongRange(max = 1_000_000) long seed) {
        Simulation run = simulate(DatabaseModel.CPU, seed, 20).arrivals(4_000).run(600);
        for (int minute = 1; minute < 10; minute++) {
            assertThat(meanLimit(run, 60 * minute, 60 * minute + 60)).isBetween(2.0, 5.0);
            assertThat(throughput(run, 60 * minute, 60 * minute + 60)).isGreaterThan(0.95 * 400);
        }
    }

    @Property(tries = 6, seed = "6")
    void does_not_move_in_a_pause_and_serves_as_before_after_it(@ForAll @LongRange(max = 1_000_000) long seed) {
        Simulation run =
                simulate(DatabaseModel.SLEEP, seed, 20).run(30).arrivals(0).run(30);
        assertThat(samples(run, 35, 60)).allMatch(sample -> sample.limit() == 20);
        run.arrivals(Simulation.ENDLESS).run(10);
        assertThat(throughput(run, 60, 70)).isGreaterThan(0.85 * 400);
    }

    @Property(tries = 6, seed = "6")
    void serves_what_is_asked_for_below_the_capacity(@ForAll @LongRange(max = 1_000_000) long seed) {
        Simulation run =
                simulate(DatabaseModel.SLEEP, seed, FLOOR).arrivals(280).run(60);
        assertThat(throughput(run, 20, 60)).isGreaterThan(0.95 * 280);
    }

    @Property(tries = 6, seed = "6")
    void gets_most_of_what_is_possible_ten_seconds_after_the_database_became_three_times_slower_and_faster(
            @ForAll @LongRange(max = 1_000_000) long seed) {
        Simulation run = simulate(DatabaseModel.HOT_ROW, seed, 20)
                .run(40)
                .slowness(3)
                .run(20)
                .slowness(1)
                .run(20);
        assertThat(throughput(run, 50, 60)).isGreaterThan(0.9 * 400 / 3);
        assertThat(throughput(run, 70, 80)).isGreaterThan(0.9 * 400);
        assertThat(meanLimit(run, 70, 80)).isLessThan(6);
    }

    @Property(tries = 6, seed = "6")
    void makes_up_for_connections_that_leaked(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = 1, max = 12) int leaks) {
        Simulation run =
                simulate(DatabaseModel.CPU, seed, 20).run(30).leak(leaks).run(60);
        assertThat(throughput(run, 60, 90)).isGreaterThan(0.85 * 400);
    }

    private static Simulation simulate(DatabaseModel model, long seed, int start) {
        AdaptiveLimit limit = AdaptiveLimit.between(FLOOR, model.capacity(), start);
        return new Simulation(model, seed, start, window -> limit.next(window).limit());
    }

    private static List<Sample> samples(Simulation run, double from, double to) {
        return run.samples().stream()
                .filter(sample -> sample.at() > from + 0.05 && sample.at() < to + 0.05)
                .toList();
    }

    private static double throughput(Simulation run, double from, double to) {
        return samples(run, from, to).stream().mapToLong(Sample::completed).sum() / (to - from);
    }

    private static double meanLimit(Simulation run, double from, double to) {
        return samples(run, from, to).stream().mapToInt(Sample::limit).average().orElseThrow();
    }
}
