package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Steady loads below and above the capacity: who still serves in time, and how fast the others are told. */
final class Loads {

    private record Cell(Workload workload, double load, Peers peer) {}

    private final Bed bed;
    private final Options options;
    private final Map<Cell, List<Run>> runs = new LinkedHashMap<>();

    private Loads(Bed bed, Options options) {
        this.bed = bed;
        this.options = options;
    }

    static void measure(Bed bed, Options options) throws SQLException, InterruptedException {
        Loads loads = new Loads(bed, options);
        for (int repeat = 0; repeat < options.repeats(); repeat++) {
            for (Workload workload : bed.workloads()) {
                loads.repeat(workload, repeat);
            }
        }
        for (Workload workload : bed.workloads()) {
            loads.print(workload);
        }
    }

    /** Peers side by side in time: the machine may not be the same an hour later. */
    private void repeat(Workload workload, int repeat) throws SQLException, InterruptedException {
        Capacity capacity = bed.capacity(workload);
        for (double load : options.loads()) {
            Schedule schedule = Schedule.poisson(
                    load * capacity.atFirst(), 0, options.window().length(), bed.seed(repeat));
            for (Peers peer : options.peers()) {
                if (repeat == 0 || !peer.once()) {
                    Run run = bed.run(peer, workload, schedule, options.window());
                    runs.computeIfAbsent(new Cell(workload, load, peer), cell -> new ArrayList<>())
                            .add(run);
                    Bed.progress(String.format(
                            Locale.ROOT,
                            "%s at %.1fx, %s: goodput %.0f of %.0f/s, p99 %.0f ms, late %.1f ms",
                            workload.label(),
                            load,
                            peer.label(),
                            run.interactive().goodput(),
                            run.capacity(),
                            run.interactive().servedMs(99),
                            run.harness().lateMs()));
                }
            }
        }
    }

    private void print(Workload workload) {
        System.out.println("\n### Loads: `" + workload.label() + "`\n");
        Table table = new Table(
                "peer",
                "load",
                "goodput, share of capacity",
                "goodput/s",
                "p50 ms",
                "p99 ms",
                "rejected/s",
                "told p50 ms",
                "p99",
                "max",
                "failed",
                "no thread/s",
                "client late p99 ms",
                "client cores");
        for (double load : options.loads()) {
            for (Peers peer : options.peers()) {
                table.row(row(peer, load, workload));
            }
        }
    }

    private List<String> row(Peers peer, double load, Workload workload) {
        List<Run> cell = runs.get(new Cell(workload, load, peer));
        return List.of(
                peer.label(),
                load + "x",
                Figures.spread(cell, Run::goodputShare).text(2),
                median(cell, 0, Outcome::goodput),
                median(cell, 1, outcome -> outcome.servedMs(50)),
                spread(cell, outcome -> outcome.servedMs(99)).text(0),
                median(cell, 0, Outcome::rejections),
                median(cell, 1, outcome -> outcome.rejectedMs(50)),
                median(cell, 0, outcome -> outcome.rejectedMs(99)),
                median(cell, 0, outcome -> outcome.rejectedMs(100)),
                median(cell, 0, Outcome::failures),
                median(cell, 0, Outcome::unattended),
                Figures.lateness(cell),
                Figures.cores(cell));
    }

    private static Spread spread(List<Run> cell, ToDoubleFunction<Outcome> figure) {
        return Figures.spread(cell, run -> figure.applyAsDouble(run.interactive()));
    }

    private static String median(List<Run> cell, int digits, ToDoubleFunction<Outcome> figure) {
        return Figures.median(cell, digits, run -> figure.applyAsDouble(run.interactive()));
    }
}
