package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.SimulatedGrowth.Candidate;
import dev.poolwarden.control.SimulatedGrowth.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The candidates of decision 0021 on the same seeded loads; its table is {@link #main}'s output. */
class ForecastComparisonTest {

    private static final int SECONDS = 600;
    private static final int SEEDS = 5;

    /** Mean connections in use, by the second. */
    private static Map<String, DoubleUnaryOperator> loads() {
        Map<String, DoubleUnaryOperator> loads = new LinkedHashMap<>();
        loads.put("ramp of 60 s", at -> ramp(at % 300, 0, 60, 120));
        loads.put("ramp of 10 s", at -> ramp(at % 200, 10, 20, 50));
        loads.put("step", at -> at % 200 < 100 ? 2 : 12);
        loads.put("sine of 240 s", at -> 9 - 7 * Math.cos(2 * Math.PI * at / 240));
        loads.put("noise", at -> 8 * Math.exp(0.4 * gaussian((long) at)));
        loads.put("1-s bursts", at -> at % 90 >= 45 && at % 90 < 46 ? 14 : 2);
        loads.put("silence", at -> 0.05);
        return loads;
    }

    private static double ramp(double at, double from, double to, double end) {
        return at < from || at >= end ? 2 : 2 + 14 * Math.min(1, (at - from) / (to - from));
    }

    private static double gaussian(long second) {
        return new Random(second * 7919 + 5).nextGaussian();
    }

    private static Map<String, Supplier<Candidate>> candidates() {
        Map<String, Supplier<Candidate>> candidates = new LinkedHashMap<>();
        candidates.put("none", () -> demand -> 0);
        for (int roots = 1; roots <= 3; roots += 2) {
            int margin = roots;
            candidates.put("last second, margin " + margin, () -> demand -> staffed(demand, margin));
            candidates.put("largest of 10 s, margin " + margin, () -> largest(10, margin));
        }
        candidates.put("Holt, margin 1", () -> holt(1));
        candidates.put("Holt, margin 3", () -> holt(3));
        return candidates;
    }

    private static int staffed(double demand, int margin) {
        return (int) Math.ceil(demand + margin * Math.sqrt(demand));
    }

    private static Candidate largest(int seconds, int margin) {
        Deque<Double> window = new ArrayDeque<>();
        return demand -> {
            window.add(demand);
            if (window.size() > seconds) {
                window.remove();
            }
            return staffed(Collections.max(window), margin);
        };
    }

    private static Candidate holt(int margin) {
        DemandForecast forecast = new DemandForecast(Duration.ofSeconds(1), margin);
        long[] now = {0};
        return demand -> {
            now[0] += 1_000_000_000;
            forecast.learn(demand, SimulatedGrowth.CAPACITY, now[0]);
            return forecast.connections().orElseThrow();
        };
    }

    private static Result mean(DoubleUnaryOperator load, Supplier<Candidate> candidate) {
        var results = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> SimulatedGrowth.run(load, SECONDS, candidate.get(), seed))
                .toList();
        return new Result(
                results.stream().mapToDouble(Result::waited).average().orElseThrow(),
                results.stream().mapToDouble(Result::idle).average().orElseThrow(),
                results.stream().mapToDouble(Result::opened).average().orElseThrow());
    }

    @Test
    void a_ramp_or_a_wave_makes_a_fifth_wait_of_those_who_wait_without_it() {
        for (String load : new String[] {"ramp of 60 s", "ramp of 10 s", "sine of 240 s"}) {
            Result without = mean(loads().get(load), () -> demand -> 0);
            Result with = mean(loads().get(load), () -> holt(3));
            assertThat(with.waited()).as(load).isLessThan(0.2 * without.waited());
            assertThat(with.idle()).as(load).isLessThan(without.idle() + 1.5);
        }
    }

    @Test
    void bursts_of_a_second_and_silence_open_hardly_more_than_their_callers_do() {
        for (String load : new String[] {"1-s bursts", "silence"}) {
            Result without = mean(loads().get(load), () -> demand -> 0);
            Result with = mean(loads().get(load), () -> holt(3));
            assertThat(with.opened()).as(load).isLessThanOrEqualTo(without.opened() + 3);
            assertThat(with.idle()).as(load).isLessThan(without.idle() + 0.3);
        }
    }

    public static void main(String[] args) {
        System.out.println("| candidate | " + String.join(" | ", loads().keySet()) + " |");
        candidates().forEach((name, candidate) -> {
            System.out.print("| " + name);
            loads().values().forEach(load -> {
                Result result = mean(load, candidate);
                System.out.printf(" | %.0f of %.0f, %.1f", result.waited(), result.opened(), result.idle());
            });
            System.out.println(" |");
        });
    }
}
