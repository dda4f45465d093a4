package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.PlannedRetirement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes cleanups by hand: one at a time, none within the cooldown after the last. Who asks while one runs gets that one's
 * report. Thread-safe; {@link #last} is written by whoever runs a cleanup and read by the monitor.
 */
public final class CleanupDesk {

    /** What became of a request: a report, or the time to wait. */
    public sealed interface Answer {

        record Done(CleanupReport report) implements Answer {}

        /** @param left time until the next cleanup may start */
        record CoolingDown(Duration left) implements Answer {}
    }

    private record Ended(CleanupReport report, long at) {}

    private final ManagedPool pool;
    private final Duration cooldown;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Consumer<CleanupReport> log;
    private final AtomicReference<FutureTask<Answer>> running = new AtomicReference<>();
    private volatile Ended last;
    private long ids; // by the one running cleanup; handed on through `running`

    /** @param log hears of every cleanup that ended, dry runs too */
    public CleanupDesk(
            ManagedPool pool, Duration cooldown, LongSupplier nanoTime, Clock clock, Consumer<CleanupReport> log) {
        this.pool = pool;
        this.cooldown = cooldown;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.log = log;
    }

    public Duration cooldown() {
        return cooldown;
    }

    /** The last cleanup that changed something, or null. */
    public CleanupReport last() {
        Ended ended = last;
        return ended == null ? null : ended.report();
    }

    /**
     * Runs the cleanup, or waits for the one that runs.
     *
     * @throws SQLException when the server does not answer
     */
    public Answer ask(CleanupRequest request) throws InterruptedException, SQLException {
        FutureTask<Answer> mine = new FutureTask<>(() -> decide(request));
        FutureTask<Answer> first = running.compareAndExchange(null, mine);
        if (first == null) {
            try {
                mine.run();
            } finally {
                running.compareAndSet(mine, null);
            }
        }
        try {
            Answer answer = (first == null ? mine : first).get();
            if (first != null
                    && answer instanceof Answer.CoolingDown) { // nothing ran; that one's cooldown need not be ours
                running.compareAndSet(first, null);
                return ask(request);
            }
            return answer;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException(
                    "The cleanup failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Answer decide(CleanupRequest request) throws SQLException {
        Ended ended = last;
        Duration left = ended == null ? Duration.ZERO : cooldown.minusNanos(nanoTime.getAsLong() - ended.at());
        boolean free = request.dryRun() || request.overrideCooldown() || left.isNegative() || left.isZero();
        return free ? new Answer.Done(run(request)) : new Answer.CoolingDown(left);
    }

    private CleanupReport run(CleanupRequest request) throws SQLException {
        PoolCounts before = pool.counts();
        List<PlannedRetirement> plan = pool.planCleanup(request.mode(), request.max());
        var retired = request.dryRun() ? new ManagedPool.Retired(0, 0) : pool.retire(plan);
        var report = new CleanupReport(
                ++ids, clock.instant(), request, plan, retired.gone(), retired.pending(), before, pool.counts());
        if (!request.dryRun()) {
            last = new Ended(report, nanoTime.getAsLong());
        }
        log.accept(report);
        return report;
    }
}
