package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Interactive requests at half the capacity beside background ones at ten times of it: whether the former notice the latter. */
final class Mixed {

    private static final double INTERACTIVE = 0.5;
    private static final double BACKGROUND = 10;

    private final Bed bed;
    private final Options options;
    private final Workload workload;
    private final double capacity;

    private Mixed(Bed bed, Options options, Workload workload) {
        this.bed = bed;
        this.options = options;
        this.workload = workload;
        this.capacity = bed.capacity(workload).atFirst();
    }

    static void measure(Bed bed, Options options) throws SQLException, InterruptedException {
        for (Workload workload : bed.workloads()) {
            new Mixed(bed, options, workload).measure();
        }
    }

    private void measure() throws SQLException, InterruptedException {
        System.out.println("\n### Background flood: `" + workload.label() + "`\n");
        Table table = new Table(
                "peer",
                "interactive served %",
                "of them in time/s",
                "offered/s",
                "p50 ms",
                "p99 ms",
                "p99 ms alone",
                "times as long",
                "background in time/s",
                "all, share of capacity",
                "failed",
                "client late p99 ms",
                "client cores");
        for (Peers peer : options.peers()) {
            if (peer != Peers.AGROAL30) { // it serves nobody in time under any overload, and takes long for that
                table.row(row(peer));
            }
        }
    }

    private List<String> row(Peers peer) throws SQLException, InterruptedException {
        List<Run> alone = new ArrayList<>();
        List<Run> flooded = new ArrayList<>();
        // The goal is for Poolwarden, and the others have no priorities that could fail by chance.
        for (int repeat = 0; repeat < (peer == Peers.POOLWARDEN ? options.repeats() : 1); repeat++) {
            alone.add(run(peer, 0, repeat));
            flooded.add(run(peer, BACKGROUND, repeat));
        }
        Spread before = spread(alone, outcome -> outcome.servedMs(99));
        Spread after = spread(flooded, outcome -> outcome.servedMs(99));
        return List.of(
                peer.label(),
                spread(flooded, Outcome::servedPercent).text(2),
                Figures.median(flooded, 0, run -> run.interactive().goodput()),
                String.format(Locale.ROOT, "%.0f", INTERACTIVE * capacity),
                Figures.median(flooded, 1, run -> run.interactive().servedMs(50)),
                after.text(0),
                before.text(0),
                Figures.number(after.median() / before.median(), 1),
                Figures.median(flooded, 0, run -> run.background().goodput()),
                Figures.spread(flooded, Run::goodputShare).text(2),
                Figures.median(
                        flooded,
                        0,
                        run -> run.interactive().failures() + run.background().failures()),
                Figures.lateness(flooded),
                Figures.cores(flooded));
    }

    private Run run(Peers peer, double background, int repeat) throws SQLException, InterruptedException {
        Schedule schedule = Schedule.poisson(
                INTERACTIVE * capacity, background * capacity, options.window().length(), bed.seed(repeat));
        Run run = bed.run(peer, workload, schedule, options.window());
        Bed.progress(String.format(
                Locale.ROOT,
                "%s with %.0fx in the background, %s: interactive served %.2f %%, p99 %.0f ms, late %.1f ms",
                workload.label(),
                background,
                peer.label(),
                run.interactive().servedPercent(),
                run.interactive().servedMs(99),
                run.harness().lateMs()));
        return run;
    }

    private static Spread spread(List<Run> runs, ToDoubleFunction<Outcome> figure) {
        return Figures.spread(runs, run -> figure.applyAsDouble(run.interactive()));
    }
}
