package dev.poolwarden.bench.overload;

import dev.poolwarden.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/** What all parts run on: the database, the workloads with their capacities, the client's threads. One thread. */
final class Bed implements AutoCloseable {

    /** Twice what a workload may have, for the pool before is not quite gone when the next one opens. */
    private static final int MOST_CONNECTIONS = 200;

    private static final Window WARM_UP = new Window(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final Options options;
    private final TestPostgres postgres = new TestPostgres(MOST_CONNECTIONS);
    private final Map<Workload, Capacity> capacities = new LinkedHashMap<>();
    private final Crew crew;

    Bed(Options options) throws SQLException, InterruptedException {
        this.options = options;
        postgres.asAdmin("app", Workload.HOT_TABLE);
        postgres.asAdmin("app", Workload.HOT_ROW);
        postgres.asAdmin("app", "alter table hot owner to app");
        for (String name : options.workloads()) {
            Workload workload = workload(name);
            capacities.put(workload, new Capacity(postgres.url(), workload));
            progress("capacity of " + name + " " + capacities.get(workload).trials());
        }
        crew = new Crew(options.threads());
    }

    /** Has each peer's code compiled, or the first to be measured would pay for that. */
    void warmUp() throws SQLException, InterruptedException {
        Workload workload = capacities.keySet().iterator().next();
        Schedule schedule = Schedule.poisson(3 * capacity(workload).atFirst(), 0, WARM_UP.length(), options.seed());
        for (Peers kind : options.peers()) {
            if (kind != Peers.AGROAL30) { // the same code as Agroal with less patience
                try (Peer peer = open(kind, workload, OptionalInt.empty())) {
                    run(peer, workload, schedule, WARM_UP, now -> {});
                }
            }
        }
    }

    private Workload workload(String name) throws SQLException, InterruptedException {
        return switch (name) {
            case Workload.SLEEP -> Workload.sleep();
            case Workload.CPU -> Workload.cpu(CpuSizing.rows(postgres.url()));
            case Workload.HOT_ROWS -> Workload.hotRows();
            default -> throw new IllegalArgumentException("workloads=" + name);
        };
    }

    Iterable<Workload> workloads() {
        return capacities.keySet();
    }

    Capacity capacity(Workload workload) {
        return capacities.get(workload);
    }

    TestPostgres postgres() {
        return postgres;
    }

    /** A new pool. @param start where its limit begins, if it adapts; empty for where it would by itself */
    Peer open(Peers peer, Workload workload, OptionalInt start) throws SQLException {
        return peer.open(new Setup(
                postgres.url(),
                workload.mostConnections(),
                start,
                capacity(workload).bestLimit()));
    }

    /** Runs the schedule against a new pool of the peer, and closes that; and measures the capacity around it. */
    Run run(Peers kind, Workload workload, Schedule schedule, Window window) throws SQLException, InterruptedException {
        double before = capacity(workload).now();
        Run run;
        try (Peer peer = open(kind, workload, OptionalInt.empty())) {
            run = run(peer, workload, schedule, window, now -> {});
        }
        return run.within((before + capacity(workload).now()) / 2);
    }

    /** @param clock is told the time since the start, in ns, before each request */
    Run run(Peer peer, Workload workload, Schedule schedule, Window window, LongConsumer clock)
            throws InterruptedException {
        postgres.asAdmin("app", "vacuum hot"); // its dead versions would make the later runs the slower ones
        System.gc();
        OpenLoop loop = new OpenLoop(crew, peer, workload, schedule, window);
        Harness harness = loop.run(clock);
        Run run = new Run(loop.of(Kind.INTERACTIVE), loop.of(Kind.BACKGROUND), harness, Double.NaN);
        run.complain();
        return run;
    }

    /** The seed of a repetition's arrivals: the same for every peer. */
    long seed(int repeat) {
        return options.seed() * 1_000 + repeat;
    }

    /** Tells how far it is, beside the results. */
    static void progress(String what) {
        System.err.println(what);
    }

    @Override
    public void close() {
        crew.close();
        postgres.close();
    }
}
