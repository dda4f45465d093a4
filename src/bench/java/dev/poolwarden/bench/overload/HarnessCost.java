package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What the arrivals alone cost the database: the capacity again, measured while requests arrive at ten times of it and are
 * rejected at once by nothing at all. No guard can reach more on this machine than the share that is left.
 */
final class HarnessCost {

    private static final double LOAD = 10;
    private static final int REPEATS = 3;
    private static final Duration MEASURED = Duration.ofSeconds(4);
    private static final Window AROUND = new Window(Duration.ofSeconds(2), MEASURED.plusSeconds(2));

    private HarnessCost() {}

    static void measure(Bed bed) throws SQLException, InterruptedException, ExecutionException {
        System.out.println("\n### What the harness costs\n");
        Table table = new Table(
                "workload",
                "capacity beside 10x that is rejected at once, share",
                "client late p99 ms",
                "client cores");
        for (Workload workload : bed.workloads()) {
            Capacity capacity = bed.capacity(workload);
            List<Double> shares = new ArrayList<>();
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < REPEATS; i++) {
                double before = capacity.now();
                FutureTask<Run> arrivals = new FutureTask<>(arrivals(bed, workload));
                new Thread(arrivals, "arrivals").start();
                double left = closedLoop(bed, workload, capacity);
                runs.add(arrivals.get());
                shares.add(2 * left / (before + capacity.now()));
            }
            table.row(
                    List.of(workload.label(), Spread.of(shares).text(2), Figures.lateness(runs), Figures.cores(runs)));
        }
    }

    private static Callable<Run> arrivals(Bed bed, Workload workload) {
        double perSecond = LOAD * bed.capacity(workload).atFirst();
        Schedule schedule = Schedule.poisson(perSecond, 0, AROUND.length(), bed.seed(0));
        return () -> bed.run(new Nobody(), workload, schedule, AROUND, now -> {});
    }

    private static double closedLoop(Bed bed, Workload workload, Capacity capacity)
            throws SQLException, InterruptedException {
        try (ClosedLoop loop = new ClosedLoop(bed.postgres().url(), workload, capacity.bestLimit())) {
            Thread.sleep(AROUND.warmUp().toMillis());
            return loop.throughput(capacity.bestLimit(), MEASURED);
        }
    }

    /** Rejects everybody. */
    private static final class Nobody implements Peer {

        @Override
        public void call(Kind kind, Work work) throws Rejected {
            throw new Rejected();
        }

        @Override
        public void close() {}
    }
}
