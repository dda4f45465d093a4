package dev.poolwarden.pool;

import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Closes connections that a cleanup planned to retire: idle ones now, borrowed ones when they come back. One call at a time. */
final class Retirer {

    private final ConnectionLedger ledger;
    private final Backends backends;
    private final Runnable flush;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** @param flush has the pool look for connections that are doomed */
    Retirer(ConnectionLedger ledger, Backends backends, Runnable flush, Duration patience, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.backends = backends;
        this.flush = flush;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Returns when the server confirms that the idle ones are gone, or when patience is over. */
    CleanupOutcome retire(List<Step> steps) throws SQLException {
        if (steps.isEmpty()) {
            return CleanupOutcome.NOTHING;
        }
        Set<Integer> pids = steps.stream().map(each -> each.connection().pid()).collect(Collectors.toSet());
        List<Physical> targets =
                ledger.all().stream().filter(each -> pids.contains(each.pid)).toList();
        targets.forEach(each -> each.doomed = true);
        flush.run();
        Patience.await(patience, nanoTime, () -> targets.stream().allMatch(each -> each.gone || each.borrowed()));
        List<Physical> closed = targets.stream().filter(each -> each.gone).toList();
        List<Integer> leaving = closed.stream()
                .filter(each -> each.process.direct()) // a pooler keeps the others' processes
                .map(each -> each.pid)
                .toList();
        int gone = closed.size() - backends.awaitGone(leaving, patience).size();
        return new CleanupOutcome(gone, 0, targets.size() - gone, steps.size() - targets.size());
    }
}
