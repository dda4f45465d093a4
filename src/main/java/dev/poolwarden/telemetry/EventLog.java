package dev.poolwarden.telemetry;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.StateListener;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** One log line an event: a level entered, the gate nearly full, the breaker moved, a cleanup done. Thread-safe. */
public final class EventLog implements StateListener, GateListener {

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

    public void breaker(BreakerState state) {
        LOG.logf(state == BreakerState.CLOSED ? Level.INFO : Level.WARN, "Circuit breaker is %s", state);
    }

    public void cleanup(CleanupReport report) {
        LOG.infof(
                "Cleanup id=%d mode=%s dry_run=%s by=\"%s\" reason=\"%s\" planned=%d retired=%d pending=%d established=%d->%d",
                report.id(),
                report.request().mode().code(),
                report.request().dryRun(),
                printable(report.request().by()),
                printable(report.request().reason()),
                report.plan().size(),
                report.retired(),
                report.pending(),
                report.before().established(),
                report.after().established());
    }

    /** Nobody forges a line of the log through a reason. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\"]", "?");
    }
}
