package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.Kind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes every cleanup, by hand or not: one at a time, and by hand none within the cooldown after the last of its kind. Who asks
 * while one of its kind runs gets that one's report. Thread-safe; what it remembers is written by whoever runs a cleanup and read by anyone.
 */
public final class CleanupDesk {

    /** What became of a request: a report, or the time to wait. */
    public sealed interface Answer {

        record Done(CleanupReport report) implements Answer {}

        /** @param left time until the next cleanup may start */
        record CoolingDown(Duration left) implements Answer {}
    }

    private record Run(CleanupRequest request, FutureTask<Answer> task) {

        /** Whether its report answers this request, too; a look, or what nobody asked for, is no answer to an operator. */
        boolean answers(CleanupRequest other) {
            boolean byHand = request.by().kind() != Kind.ITSELF;
            boolean asMuch = !request.dryRun() || other.dryRun();
            boolean sameKind = request.by().kind() == other.by().kind();
            return byHand && asMuch && sameKind;
        }
    }

    private final ManagedPool pool;
    private final CleanupPlanner planner;
    private final Duration cooldown;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Consumer<CleanupReport> log;
    private final AtomicReference<Run> running = new AtomicReference<>();
    private final Map<Kind, Long> lastEnded = new ConcurrentHashMap<>();
    private final AuditRing audit = new AuditRing();
    private volatile CleanupReport last;
    private long ids; // by the one running cleanup; handed on through `running`

    /** @param log hears of every cleanup that ended, dry runs and failures too */
    public CleanupDesk(
            ManagedPool pool,
            CleanupPlanner planner,
            Duration cooldown,
            LongSupplier nanoTime,
            Clock clock,
            Consumer<CleanupReport> log) {
        this.pool = pool;
        this.planner = planner;
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
        return last;
    }

    /** The last cleanups, the latest first; never waits. */
    public List<CleanupReport> audit() {
        return audit.latestFirst();
    }

    /**
     * Runs the cleanup, once the one that runs has ended; where that one answers this request too, its report is the answer.
     *
     * @throws SQLException when the server does not answer
     */
    public Answer ask(CleanupRequest request) throws InterruptedException, SQLException {
        Run mine = new Run(request, new FutureTask<>(() -> decide(request)));
        for (Run first = begin(mine); first != null; first = begin(mine)) {
            if (first.answers(request) && outcome(first) instanceof Answer.Done done) {
                return done;
            }
            awaitEnd(first); // or nothing ran, and that one's cooldown need not be ours
        }
        return outcome(mine);
    }

    /** Runs it if none runs; else returns the one that does. */
    private Run begin(Run mine) {
        Run first = running.compareAndExchange(null, mine);
        if (first == null) {
            try {
                mine.task().run();
            } finally {
                running.compareAndSet(mine, null);
            }
        }
        return first;
    }

    private void awaitEnd(Run first) throws InterruptedException {
        try {
            first.task().get();
        } catch (ExecutionException e) {
            // told to whoever asked for it
        }
        running.compareAndSet(first, null);
    }

    private static Answer outcome(Run run) throws InterruptedException, SQLException {
        try {
            return run.task().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException(
                    "The cleanup failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Answer decide(CleanupRequest request) throws SQLException {
        Long ended = lastEnded.get(request.by().kind());
        Duration left = ended == null ? Duration.ZERO : cooldown.minusNanos(nanoTime.getAsLong() - ended);
        boolean free = !request.coolsDown() || left.isNegative() || left.isZero();
        return free ? new Answer.Done(run(request)) : new Answer.CoolingDown(left);
    }

    private CleanupReport run(CleanupRequest request) throws SQLException {
        PoolCounts before = pool.counts();
        CleanupPlan plan = CleanupPlan.EMPTY;
        CleanupOutcome outcome;
        try {
            plan = planner.plan(request, pool.census());
            outcome = request.dryRun() ? CleanupOutcome.NOTHING : pool.cleanUp(plan);
        } catch (SQLException | RuntimeException e) {
            end(request, plan, CleanupOutcome.NOTHING, failure(e), before);
            throw e;
        }
        return end(request, plan, outcome, null, before);
    }

    private CleanupReport end(
            CleanupRequest request, CleanupPlan plan, CleanupOutcome outcome, String failure, PoolCounts before) {
        boolean worthTelling = request.by().kind() != Kind.ITSELF || !plan.isEmpty() || failure != null;
        long id = worthTelling ? ++ids : ids;
        var report = new CleanupReport(id, clock.instant(), request, plan, outcome, failure, before, pool.counts());
        boolean changed = !request.dryRun() && failure == null;
        if (changed || request.by().kind() == Kind.ANYONE) { // whom a failure and a dry run cool down, too
            lastEnded.put(request.by().kind(), nanoTime.getAsLong());
        }
        if (worthTelling) {
            last = changed ? report : last;
            audit.add(report);
            log.accept(report);
        }
        return report;
    }

    /** Without the message, which may name the database's host and user. */
    private static String failure(Exception e) {
        return e instanceof SQLException sql
                ? "SQLState " + sql.getSQLState()
                : e.getClass().getSimpleName();
    }
}
