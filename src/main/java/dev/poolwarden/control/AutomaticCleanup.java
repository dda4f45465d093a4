package dev.poolwarden.control;

import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import java.sql.SQLException;

/**
 * Takes back by itself, above the critical usage and until the level falls, what is held without working. {@link #turn} is called by one thread at a
 * time; it asks memory alone unless there is something to take.
 */
public final class AutomaticCleanup {

    private final PoolMonitor monitor;
    private final HolderWatch holders;
    private final CleanupPlanner planner;
    private final CleanupDesk desk;
    private final double criticalUsage;
    private HolderSample inVain; // whoever it shows has come back since; by the turning thread alone

    /** @param criticalUsage in percent, above which to act */
    public AutomaticCleanup(
            PoolMonitor monitor, HolderWatch holders, CleanupPlanner planner, CleanupDesk desk, double criticalUsage) {
        this.monitor = monitor;
        this.holders = holders;
        this.planner = planner;
        this.desk = desk;
        this.criticalUsage = criticalUsage;
    }

    /**
     * Looks once, and acts if need be.
     *
     * @throws SQLException when the server does not answer; the next turn tries again
     */
    public void turn() throws InterruptedException, SQLException {
        CleanupRequest request = CleanupRequest.automatic();
        HolderSample sample = holders.latest();
        if (sample != inVain
                && isCritical()
                && !planner.plan(request, sample.census()).isEmpty()) {
            boolean found = desk.ask(request) instanceof Answer.Done done
                    && !done.report().plan().isEmpty();
            inVain = found ? null : sample;
        }
    }

    /** As long as the level stays, too: half of the leaks taken back is enough to be below the threshold again. */
    private boolean isCritical() {
        PublishedState state = monitor.published();
        return state != null
                && state.reading().database().reachable()
                && (state.assessment().pressure() == Pressure.CRITICAL
                        || state.reading().usagePercent().orElse(0) > criticalUsage);
    }
}
