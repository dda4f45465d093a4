package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Whether a limit that adapts is at the right place after 20 s at three times the capacity, from the lowest start and the highest. */
final class Convergence {

    private static final double LOAD = 3;
    private static final Window WINDOW = new Window(Duration.ofSeconds(20), Duration.ofSeconds(10));

    private final Bed bed;
    private final Workload workload;

    private Convergence(Bed bed, Workload workload) {
        this.bed = bed;
        this.workload = workload;
    }

    static void measure(Bed bed, Options options) throws SQLException, InterruptedException {
        System.out.println("\n### Convergence: seconds 20 to 30 at 3x\n");
        Table table = new Table(
                "peer",
                "workload",
                "start",
                "throughput, share of capacity",
                "goodput, share",
                "limit, mean",
                "min",
                "max",
                "sd",
                "best fixed",
                "client late p99 ms");
        for (Workload workload : bed.workloads()) {
            for (Peers peer : options.peers()) {
                Convergence each = new Convergence(bed, workload);
                if (peer.adapts()) {
                    table.row(each.row(peer, PoolwardenPeer.FLOOR));
                    table.row(each.row(peer, workload.mostConnections()));
                } else if (peer == Peers.REFERENCE) {
                    table.row(each.row(peer, bed.capacity(workload).bestLimit()));
                }
            }
        }
    }

    private List<String> row(Peers kind, int start) throws SQLException, InterruptedException {
        Capacity capacity = bed.capacity(workload);
        Schedule schedule = Schedule.poisson(LOAD * capacity.atFirst(), 0, WINDOW.length(), bed.seed(0));
        double before = capacity.now();
        Run run;
        Samples limits;
        try (Peer peer = bed.open(kind, workload, OptionalInt.of(start))) {
            limits = new Samples(peer, WINDOW);
            run = bed.run(peer, workload, schedule, WINDOW, limits::look);
        }
        double around = (before + capacity.now()) / 2;
        Bed.progress("convergence of " + workload.label() + " from " + start + ", " + kind.label());
        return List.of(
                kind.label(),
                workload.label(),
                Integer.toString(start),
                Figures.number(throughput(run.interactive()) / around, 2),
                Figures.number(run.within(around).goodputShare(), 2),
                Figures.number(limits.mean(), 1),
                Figures.number(limits.min(), 0),
                Figures.number(limits.max(), 0),
                Figures.number(limits.deviation(), 1),
                Integer.toString(capacity.bestLimit()),
                Figures.lateness(List.of(run)));
    }

    private static double throughput(Outcome outcome) {
        int served = 0;
        for (long second = WINDOW.warmUp().toSeconds(); second < WINDOW.length().toSeconds(); second++) {
            served += outcome.servedIn((int) second);
        }
        return served / WINDOW.seconds();
    }
}
