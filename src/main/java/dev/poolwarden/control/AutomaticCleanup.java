package dev.poolwarden.control;

import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.reading.PoolReading;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Takes back by itself what is held without working, after a second in which connections were short: its usage was critical,
 * or somebody was rejected, which counts as that. {@link #turn} is called by one thread at a time, which owns every field; it
 * asks memory alone unless there is something to take.
 */
public final class AutomaticCleanup {

    private final PoolMonitor monitor;
    private final HolderWatch holders;
    private final CleanupPlanner planner;
    private final CleanupDesk desk;
    private final double criticalUsage;
    private final long aftermath;
    private HolderSample inVain; // whoever it shows has come back since
    private String why; // connections were short; null when they were not, for long enough
    private long shortAt;

    /**
     * @param criticalUsage in percent, above which to act
     * @param aftermath how long to go on after the last such second: with the first leaks taken back usage is below it, and
     *     the others, held at the same time, have not reached their limit yet
     */
    public AutomaticCleanup(
            PoolMonitor monitor,
            HolderWatch holders,
            CleanupPlanner planner,
            CleanupDesk desk,
            double criticalUsage,
            Duration aftermath) {
        this.monitor = monitor;
        this.holders = holders;
        this.planner = planner;
        this.desk = desk;
        this.criticalUsage = criticalUsage;
        this.aftermath = aftermath.toNanos();
    }

    /**
     * Looks once, and acts if need be.
     *
     * @throws SQLException when the server does not answer; the next turn tries again
     */
    public void turn() throws InterruptedException, SQLException {
        PublishedState state = monitor.published();
        if (state == null) {
            return;
        }
        judge(state.reading());
        HolderSample sample = holders.latest();
        if (why == null || sample == inVain || !state.reading().database().reachable()) {
            return;
        }
        CleanupRequest request = CleanupRequest.automatic(why);
        if (!planner.plan(request, sample.census()).isEmpty()) {
            boolean found = desk.ask(request) instanceof Answer.Done done
                    && !done.report().plan().isEmpty();
            inVain = found ? null : sample;
        }
    }

    private void judge(PoolReading reading) {
        if (reading.usagePercent().orElse(0) > criticalUsage) {
            why = "usage was critical";
            shortAt = reading.at();
        } else if (reading.rejections() > 0) {
            why = "requests were rejected";
            shortAt = reading.at();
        } else if (reading.at() - shortAt > aftermath) {
            why = null;
        }
    }
}
