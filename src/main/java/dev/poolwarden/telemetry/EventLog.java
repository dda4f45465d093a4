package dev.poolwarden.telemetry;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.StateListener;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import dev.poolwarden.tasks.TaskListener;
import dev.poolwarden.transaction.Conflict;
import dev.poolwarden.transaction.GaveUp;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * One log line an event: a level entered, the gate nearly full, the breaker moved, a cleanup done, a task held back, a
 * transaction given up, what fits on the server. Thread-safe.
 */
public final class EventLog implements StateListener, GateListener, TaskListener {

    private static final int MOST_SITES = 5;

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.events");

    @Override
    public void changed(PublishedState before, PublishedState now) {
        if (before == null || before.config().level() != now.config().level()) {
            LOG.logf(
                    severity(now),
                    "Pool is %s, throttling %s: %s",
                    now.config().health(),
                    now.config().level(),
                    figures(now));
        }
    }

    private static Level severity(PublishedState state) {
        return switch (state.config().level()) {
            case NORMAL, MODERATE -> Level.INFO;
            case AGGRESSIVE -> Level.WARN;
            case EMERGENCY -> Level.ERROR;
        };
    }

    private static String figures(PublishedState state) {
        var gate = state.gate();
        String usage = state.reading().usagePercent().isPresent()
                ? "%.0f %%".formatted(state.reading().usagePercent().getAsDouble())
                : "unknown";
        String reasons = state.config().reasons().stream().map(Reason::code).collect(Collectors.joining(", "));
        String line = "usage %s, in flight %d of %d, waiting %d, connections %d, reasons [%s]"
                .formatted(
                        usage,
                        gate.occupancy().inFlight(),
                        gate.limit(),
                        gate.occupancy().waiting(),
                        state.pool().established(),
                        reasons);
        return state.reading().database() instanceof Unreachable away
                ? line + ", database says %s: %s".formatted(away.sqlState(), away.message())
                : line;
    }

    @Override
    public void nearLimit(int inFlight, int limit) {
        LOG.warnf("Gate is nearly full: in flight %d of %d", inFlight, limit);
    }

    @Override
    public void heldBack(String task, HealthStatus health) {
        LOG.infof("Task %s is held back: health %s", printable(task), health);
    }

    @Override
    public void asUsual(String task, long skipped) {
        LOG.infof("Task %s runs as usual again, after %d runs left out", printable(task), skipped);
    }

    public void breaker(BreakerState state) {
        LOG.logf(state == BreakerState.CLOSED ? Level.INFO : Level.WARN, "Circuit breaker is %s", state);
    }

    /** A transaction met a conflict and is not tried again; the caller logs its error, if anybody does. */
    public void gaveUp(Conflict conflict, GaveUp reason, int tries, Duration elapsed) {
        LOG.warnf(
                "Transaction gave up: conflict=%s sql_state=%s tries=%d elapsed_ms=%d reason=%s",
                conflict, conflict.sqlState(), tries, elapsed.toMillis(), reason.code());
    }

    /** How many of the connections that are set the server has room for, and what bounds them. */
    public void fit(Fit fit) {
        LOG.logf(
                fit.isWhole() ? Level.INFO : Level.WARN,
                "Up to %d connections are set (%d + %d, and 1 reserved): %s fit. %s",
                fit.configured(),
                fit.size(),
                fit.maxOverflow(),
                fit.isWhole() ? "all" : fit.fits(),
                fit.tightest()
                        .map(EventLog::bound)
                        .orElse(
                                "A pooler in transaction mode shares out the server's, whose limits do not count here"));
    }

    private static String bound(Fit.Limit limit) {
        String kept = limit.kept() == 0 ? "" : ", keeps %d for administrators".formatted(limit.kept());
        String free = limit.leftFree() == 0 ? "" : ", %d stay free".formatted(limit.leftFree());
        return "The %s allows %d%s, others use %d%s"
                .formatted(limit.scope().code(), limit.allowed(), kept, limit.others(), free);
    }

    /** A connection is held beyond its limit; told once a hold. */
    public void suspected(Held held) {
        PooledConnection connection = held.connection();
        Holder holder = connection.holder();
        LOG.warnf(
                "Connection held without working: evidence=%s pid=%d site=\"%s\" client=\"%s\" thread=\"%s\"%s held_ms=%d"
                        + " idle_ms=%d transaction_ms=%s",
                held.evidence().code(),
                connection.pid(),
                printable(holder.caller().site()),
                holder.caller().client() == null
                        ? "-"
                        : printable(holder.caller().client()),
                printable(holder.thread()),
                holder.threadAlive() ? "" : " (gone)",
                holder.heldMillis(),
                connection.heldIdleMillis(),
                connection.backend().transactionMillis());
    }

    public void cleanup(CleanupReport report) {
        var request = report.request();
        var outcome = report.outcome();
        LOG.logf(
                report.failure() == null && outcome.reclaimed() == 0 ? Level.INFO : Level.WARN,
                "Cleanup id=%d mode=%s dry_run=%s by=\"%s\" reason=\"%s\" planned=%d retired=%d reclaimed=%d pending=%d"
                        + " came_back=%d left_alone=%d established=%d->%d in_use=%d->%d failure=%s from=%s",
                report.id(),
                request.mode().code(),
                request.dryRun(),
                printable(request.by().name()),
                printable(request.reason()),
                report.plan().steps().size(),
                outcome.retired(),
                outcome.reclaimed(),
                outcome.pending(),
                outcome.spared(),
                report.plan().spared().size(),
                report.before().established(),
                report.after().established(),
                report.before().inUse(),
                report.after().inUse(),
                report.failure() == null ? "none" : report.failure(),
                holders(report));
    }

    /** Who loses connections in the middle of something: the places with the most of them, and how many. */
    private static String holders(CleanupReport report) {
        Map<String, Long> sites = report.plan().steps().stream()
                .filter(step -> step.action() != CleanupPlan.Action.RETIRE)
                .map(step -> printable(step.connection().holder().caller().site()))
                .collect(Collectors.groupingBy(site -> site, Collectors.counting()));
        return sites.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SITES)
                .map(site -> "\"%s\" x%d".formatted(site.getKey(), site.getValue()))
                .collect(Collectors.joining(", ", "[", sites.size() > MOST_SITES ? ", ...]" : "]"));
    }

    /** Nobody forges a line of the log through a reason. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\"]", "?");
    }
}
