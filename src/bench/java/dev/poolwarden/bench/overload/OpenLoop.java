package dev.poolwarden.bench.overload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;

/** One run of requests that arrive whether or not earlier ones were answered. Used once, by one thread. */
final class OpenLoop {

    private static final Duration LEAD = Duration.ofMillis(20);
    /** Longer than any peer lets a request wait. */
    private static final Duration DRAIN = Duration.ofSeconds(35);

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Crew crew;
    private final Peer peer;
    private final Work work;
    private final Schedule schedule;
    private final Window window;
    private final long start = System.nanoTime() + LEAD.toNanos();
    private final Map<Kind, Outcome> outcomes = new EnumMap<>(Kind.class);
    private final ConcurrentHistogram lateMicros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final LongAdder ended = new LongAdder();

    OpenLoop(Crew crew, Peer peer, Work work, Schedule schedule, Window window) {
        this.crew = crew;
        this.peer = peer;
        this.work = work;
        this.schedule = schedule;
        this.window = window;
        for (Kind kind : Kind.values()) {
            outcomes.put(kind, new Outcome(start, window));
        }
    }

    /**
     * Sends every request when it is due, and waits until all have ended.
     *
     * @param clock is told the time since the start, in ns, before each request
     */
    Harness run(LongConsumer clock) throws InterruptedException {
        long cpu = 0;
        long begun = 0;
        long attended = 0;
        for (int i = 0; i < schedule.size(); i++) {
            long offset = schedule.dueNanos()[i];
            awaitDue(start + offset);
            if (begun == 0 && window.measures(offset)) {
                cpu = PROCESS.getProcessCpuTime();
                begun = System.nanoTime();
            }
            clock.accept(offset);
            attended += send(start + offset, schedule.kinds()[i]) ? 1 : 0;
        }
        double cores = (double) (PROCESS.getProcessCpuTime() - cpu) / (System.nanoTime() - begun);
        drain(attended);
        return new Harness(lateMicros.getValueAtPercentile(99) / 1e3, cores);
    }

    /** Never spins: whatever this thread burns, the database on the same cores lacks; 0.1 ms late is no matter here. */
    private static void awaitDue(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private boolean send(long due, Kind kind) {
        Outcome outcome = outcomes.get(kind);
        outcome.arrived(due);
        boolean attended = crew.offer(due, kind, this::serve);
        if (!attended) {
            outcome.unattended(due);
        }
        return attended;
    }

    private void serve(long due, Kind kind) {
        Outcome outcome = outcomes.get(kind);
        if (window.measures(due - start)) {
            lateMicros.recordValue(Math.max(0, (System.nanoTime() - due) / 1000));
        }
        try {
            peer.call(kind, work);
            outcome.served(due, System.nanoTime());
        } catch (Rejected e) {
            outcome.rejected(due, System.nanoTime());
        } catch (SQLException | RuntimeException e) {
            outcome.failed(due, e);
        } finally {
            ended.increment();
        }
    }

    private void drain(long attended) throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (ended.sum() < attended && deadline - System.nanoTime() > 0) {
            Thread.sleep(10);
        }
    }

    Outcome of(Kind kind) {
        return outcomes.get(kind);
    }
}
