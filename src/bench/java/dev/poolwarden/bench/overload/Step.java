package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** At three times the capacity the work becomes three times slower for a while: how soon each guard has found its new place. */
final class Step {

    private static final double LOAD = 3;
    private static final int SLOWNESS = 3;
    private static final double FOUND = 0.9;

    /** Where the phases begin, and where the run ends, in seconds. */
    private static final int SLOW = 10;

    private static final int FAST_AGAIN = 30;
    private static final int END = 45;

    private final Bed bed;
    private final Options options;
    private final Workload workload;
    private final double fast;
    private final double slow;

    private Step(Bed bed, Options options, Workload workload) throws SQLException, InterruptedException {
        this.bed = bed;
        this.options = options;
        this.workload = workload;
        this.fast = bed.capacity(workload).atFirst();
        workload.slowDown(SLOWNESS);
        this.slow = new Capacity(bed.postgres().url(), workload).atFirst();
        workload.slowDown(1);
    }

    static void measure(Bed bed, Options options) throws SQLException, InterruptedException {
        for (Workload workload : bed.workloads()) {
            new Step(bed, options, workload).measure();
        }
    }

    private void measure() throws SQLException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%n### Step: `%s`%n%nCapacity %.0f/s, while slow %.0f/s. Goodput per second in %% of it.%n%n",
                workload.label(),
                fast,
                slow);
        Table table = new Table(
                "peer",
                "s to 90 % when slow",
                "s to 90 % when fast again",
                "fast, 10 s",
                "slow, 20 s",
                "fast again, 15 s",
                "client late p99 ms");
        for (Peers peer : options.peers()) {
            if (peer.adapts() || peer == Peers.AGROAL) {
                table.row(row(peer));
            }
        }
    }

    private List<String> row(Peers kind) throws SQLException, InterruptedException {
        Window window = new Window(Duration.ZERO, Duration.ofSeconds(END));
        Schedule schedule = Schedule.poisson(LOAD * fast, 0, window.length(), bed.seed(0));
        try (Peer peer = bed.open(kind, workload, OptionalInt.empty())) {
            Run run = bed.run(peer, workload, schedule, window, this::setPace);
            Outcome outcome = run.interactive();
            Bed.progress("step of " + workload.label() + ", " + kind.label());
            return List.of(
                    kind.label(),
                    found(outcome, SLOW, FAST_AGAIN, slow),
                    found(outcome, FAST_AGAIN, END, fast),
                    series(outcome, 0, SLOW, fast),
                    series(outcome, SLOW, FAST_AGAIN, slow),
                    series(outcome, FAST_AGAIN, END, fast),
                    Figures.lateness(List.of(run)));
        } finally {
            workload.slowDown(1);
        }
    }

    private void setPace(long nanos) {
        long second = TimeUnit.NANOSECONDS.toSeconds(nanos);
        workload.slowDown(second >= SLOW && second < FAST_AGAIN ? SLOWNESS : 1);
    }

    /** Whole seconds until a second begins that has 90 % of the capacity and is followed by another such second. */
    private static String found(Outcome outcome, int from, int to, double capacity) {
        return IntStream.range(from, to - 1)
                .filter(second -> Math.min(outcome.inTimeIn(second), outcome.inTimeIn(second + 1)) >= FOUND * capacity)
                .mapToObj(second -> Integer.toString(second - from))
                .findFirst()
                .orElse("never");
    }

    private static String series(Outcome outcome, int from, int to, double capacity) {
        return IntStream.range(from, to)
                .mapToObj(second -> Figures.number(100 * outcome.inTimeIn(second) / capacity, 0))
                .collect(Collectors.joining(" "));
    }
}
