package dev.poolwarden.bench;

import dev.poolwarden.gate.LimitWindow;
import dev.poolwarden.gate.simulation.DatabaseModel;
import dev.poolwarden.gate.simulation.Simulation;
import dev.poolwarden.gate.simulation.Simulation.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The experiment of decision 0020: every limit in front of every simulated database. Seeded: each run prints the same. */
final class LimitTable {

    private static final List<DatabaseModel> MODELS = List.of(
            DatabaseModel.SLEEP,
            DatabaseModel.CPU,
            DatabaseModel.UNEVEN,
            DatabaseModel.HOT_ROW,
            DatabaseModel.MIX,
            DatabaseModel.HEAVY_TAIL,
            DatabaseModel.OUTSIDE,
            DatabaseModel.LONG_HOLDS,
            DatabaseModel.POINT_QUERIES,
            DatabaseModel.REPORTS);
    private static final List<DatabaseModel> CHANGING =
            List.of(DatabaseModel.SLEEP, DatabaseModel.CPU, DatabaseModel.HOT_ROW, DatabaseModel.OUTSIDE);
    private static final int[] FIXED = {2, 3, 4, 6, 8, 10, 12, 16, 20, 25, 32, 40, 57, 80};
    private static final long[] SEEDS = {1, 2, 3, 4, 5};
    private static final int STEADY = 5;

    private final Map<String, Double> bests = new HashMap<>();

    private LimitTable() {}

    static void measure() {
        LimitTable table = new LimitTable();
        table.starts();
        table.events();
    }

    /** Share of the best fixed throughput in seconds 20 to 30 from the floor / from the capacity; limit and spread then. */
    private void starts() {
        header(
                "20-30 s after the start",
                MODELS.stream().map(DatabaseModel::name).toList());
        LimitRivals.all()
                .forEach((name, maker) -> row(
                        name, MODELS.stream().map(model -> start(model, maker)).toList()));
    }

    private String start(DatabaseModel model, LimitRivals.Maker maker) {
        double[] share = new double[2];
        double limit = 0;
        double spread = 0;
        for (int from = 0; from < 2; from++) {
            int start = from == 0 ? LimitRivals.FLOOR : model.capacity();
            for (long seed : SEEDS) {
                Simulation run = new Simulation(model, seed, start, maker.make(start, model.capacity())).run(30);
                share[from] += rate(run, 20, 30) / best(model, seed, 20, 30) / SEEDS.length;
                limit += meanLimit(run, 20, 30) / SEEDS.length / 2;
                spread += spread(run, 20, 30) / SEEDS.length / 2;
            }
        }
        return words("%.2f / %.2f, %.0f ± %.0f", share[0], share[1], limit, spread);
    }

    private void events() {
        for (DatabaseModel model : CHANGING) {
            header(model.name(), List.of("3x slower", "faster again", "pause of 30 s", "10x for 10 min", "0.7x"));
            LimitRivals.all()
                    .forEach((name, maker) -> row(
                            name,
                            List.of(
                                    step(model, maker, 1, 3),
                                    step(model, maker, 3, 1),
                                    pause(model, maker),
                                    drift(model, maker),
                                    light(model, maker))));
        }
    }

    /** Seconds until a second has 90 % of the best at the new speed; the share from 10 to 20 s after it. */
    private String step(DatabaseModel model, LimitRivals.Maker maker, double before, double after) {
        double seconds = 0;
        double share = 0;
        for (long seed : SEEDS) {
            Simulation run = begin(model, maker, seed)
                    .slowness(before)
                    .run(40)
                    .slowness(after)
                    .run(20);
            double best = best(model, after);
            int waited = 0;
            while (waited < 20 && rate(run, 40 + waited, 41 + waited) < 0.9 * best) {
                waited++;
            }
            seconds += (double) waited / SEEDS.length;
            share += rate(run, 50, 60) / best / SEEDS.length;
        }
        return words("%.1f s, %.2f", seconds, share);
    }

    private String pause(DatabaseModel model, LimitRivals.Maker maker) {
        double share = 0;
        double limit = 0;
        for (long seed : SEEDS) {
            Simulation run = begin(model, maker, seed).run(30).arrivals(0).run(30);
            limit += meanLimit(run, 59, 60) / SEEDS.length;
            run.arrivals(Simulation.ENDLESS).run(10);
            share += rate(run, 60, 70) / best(model, 1) / SEEDS.length;
        }
        return words("%.2f, limit %.0f", share, limit);
    }

    /** Limit in the first, a middle and the last minute but the very first, and the share in the last. */
    private String drift(DatabaseModel model, LimitRivals.Maker maker) {
        Simulation run = begin(model, maker, 1).arrivals(10 * best(model, 1)).run(600);
        return words(
                "%.0f, %.0f, %.0f; %.2f",
                meanLimit(run, 60, 120),
                meanLimit(run, 300, 360),
                meanLimit(run, 540, 600),
                rate(run, 540, 600) / best(model, 1));
    }

    /** Share of arrivals served at 0.7 of the best. */
    private String light(DatabaseModel model, LimitRivals.Maker maker) {
        double share = 0;
        double limit = 0;
        for (long seed : SEEDS) {
            double demand = 0.7 * best(model, 1);
            Simulation run = begin(model, maker, seed).arrivals(demand).run(60);
            share += rate(run, 20, 60) / demand / SEEDS.length;
            limit += meanLimit(run, 20, 60) / SEEDS.length;
        }
        return words("%.2f, limit %.0f", share, limit);
    }

    private Simulation begin(DatabaseModel model, LimitRivals.Maker maker, long seed) {
        int start = Math.min(model.capacity(), 20);
        return new Simulation(model, seed, start, maker.make(start, model.capacity()));
    }

    private double best(DatabaseModel model, double slowness) {
        return bests.computeIfAbsent(model.name() + slowness, key -> {
            double best = 0;
            for (int limit : FIXED) {
                best = Math.max(best, rate(fixed(model, limit, 1, slowness, 65), STEADY, 65));
            }
            return best;
        });
    }

    /** With the very same transactions, so that a heavy tail weighs on both. */
    private double best(DatabaseModel model, long seed, double from, double to) {
        return bests.computeIfAbsent(model.name() + "#" + seed, key -> {
            double best = 0;
            for (int limit : FIXED) {
                if (limit <= model.capacity()) {
                    best = Math.max(best, rate(fixed(model, limit, seed, 1, to), from, to));
                }
            }
            return best;
        });
    }

    private static Simulation fixed(DatabaseModel model, int limit, long seed, double slowness, double seconds) {
        int within = Math.min(limit, model.capacity());
        ToIntFunction<LimitWindow> policy = window -> within;
        return new Simulation(model, seed, within, policy).slowness(slowness).run(seconds);
    }

    private static List<Sample> samples(Simulation run, double from, double to) {
        return run.samples().stream()
                .filter(sample -> sample.at() > from + Simulation.BEAT / 2 && sample.at() < to + Simulation.BEAT / 2)
                .collect(Collectors.toList());
    }

    private static double rate(Simulation run, double from, double to) {
        return samples(run, from, to).stream().mapToLong(Sample::completed).sum() / (to - from);
    }

    private static double meanLimit(Simulation run, double from, double to) {
        return samples(run, from, to).stream().mapToInt(Sample::limit).average().orElse(0);
    }

    private static double spread(Simulation run, double from, double to) {
        double mean = meanLimit(run, from, to);
        return Math.sqrt(samples(run, from, to).stream()
                .mapToDouble(sample -> (sample.limit() - mean) * (sample.limit() - mean))
                .average()
                .orElse(0));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void header(String first, List<String> cells) {
        System.out.println();
        row(first, cells);
        row("---", cells.stream().map(each -> "---").toList());
    }

    private static void row(String first, List<String> cells) {
        System.out.println("| " + first + " | " + String.join(" | ", cells) + " |");
    }
}
