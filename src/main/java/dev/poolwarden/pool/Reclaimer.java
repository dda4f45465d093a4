package dev.poolwarden.pool;

import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes connections from their holders: ends the backend on the server, waits until the server says that it is gone, and only
 * then gives the connection back to the pool in the holder's place, once. One reclaim at a time; the holder may give the
 * connection back at any moment of it.
 *
 * <ol>
 *   <li>Claim: should the holder give it back from here on, the pool closes it and nobody else gets it.
 *   <li>End: the server ends the backend if it is still in the spell of idleness that was seen. What has worked since stays.
 *   <li>Confirm: nothing more happens until the server no longer lists the backend, so that nothing half done can be
 *       committed on the way back.
 *   <li>Sever: our end of the socket is closed, so that nobody waits for a dead server, the holder neither.
 *   <li>Return: as if the holder had closed it. Agroal's books, the permit and ours are settled on the one way they always are.
 * </ol>
 */
final class Reclaimer {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    private record Target(Physical connection, Lease holder, PooledConnection seen, TakenBack.Loss loss) {

        int pid() {
            return connection.pid;
        }
    }

    private final ConnectionLedger ledger;
    private final Backends backends;
    private final TakenBack takenBack;
    private final Duration patience;

    /** @param patience how long the server may take to end a backend */
    Reclaimer(ConnectionLedger ledger, Backends backends, TakenBack takenBack, Duration patience) {
        this.ledger = ledger;
        this.backends = backends;
        this.takenBack = takenBack;
        this.patience = patience;
    }

    /**
     * Takes back what the steps of this action name.
     *
     * @throws SQLException when the server does not answer; what it may have been told to end by then stays claimed
     */
    CleanupOutcome reclaim(List<Step> steps, Action action) throws SQLException {
        List<Target> targets = claim(steps);
        Set<Integer> ended = end(targets, action == Action.CUT);
        List<Target> others =
                targets.stream().filter(each -> !ended.contains(each.pid())).toList();
        Set<Target> absent = absent(others);
        others.stream().filter(each -> !absent.contains(each)).forEach(this::letBe);
        Set<Integer> lingering = backends.awaitGone(ended, patience);
        int reclaimed = 0;
        for (Target each : targets) {
            boolean over = ended.contains(each.pid()) && !lingering.contains(each.pid());
            if (over || absent.contains(each)) {
                takeBack(each);
                reclaimed++;
            }
        }
        return new CleanupOutcome(0, reclaimed, lingering.size(), steps.size() - reclaimed - lingering.size());
    }

    private List<Target> claim(List<Step> steps) {
        List<Target> targets = new ArrayList<>();
        for (Step step : steps) {
            PooledConnection seen = step.connection();
            for (Physical each : ledger.all()) {
                Lease holder = each.lease();
                boolean meant = each.pid == seen.pid()
                        && holder != null
                        && holder.since() == seen.holder().hold();
                if (meant && each.claim(holder.number())) {
                    var loss = new TakenBack.Loss(seen, step.evidence());
                    takenBack.lost(holder.thread(), loss);
                    Target target = new Target(each, holder, seen, loss);
                    targets.add(target);
                    if (hasBorrowedSince(holder)) { // looked at after the loss is noted: who borrows now will forget it
                        retract(target);
                    }
                }
            }
        }
        return targets;
    }

    /** What goes wrong on such a thread is more likely to come from what it borrowed later than from what it left behind. */
    private boolean hasBorrowedSince(Lease holder) {
        return ledger.all().stream()
                .map(Physical::lease)
                .anyMatch(
                        each -> each != null && each.thread() == holder.thread() && each.since() - holder.since() > 0);
    }

    private Set<Integer> end(List<Target> targets, boolean workingToo) throws SQLException {
        try {
            return backends.end(targets.stream().map(Target::seen).toList(), workingToo);
        } catch (SQLException e) {
            targets.forEach(this::retract); // nobody knows whether they were ended, so nobody is told that they were
            throw e;
        }
    }

    /** Those whose backends were gone without our doing. */
    private Set<Target> absent(List<Target> targets) throws SQLException {
        try {
            var states =
                    backends.states(targets.stream().map(Target::connection).toList());
            return targets.stream()
                    .filter(each -> states.get(each.connection).activity() == Activity.GONE)
                    .collect(Collectors.toSet());
        } catch (SQLException e) {
            targets.forEach(this::letBe);
            throw e;
        }
    }

    private void letBe(Target target) {
        target.connection.unclaim();
        retract(target);
    }

    private void retract(Target target) {
        takenBack.retract(target.holder.thread(), target.loss);
    }

    private void takeBack(Target target) {
        target.connection.sever();
        target.connection.gone = true; // as the server says; Agroal will close our end in its own time
        ledger.tally().reclaimed.increment();
        var handle = target.connection.handle;
        try {
            ledger.giveBackInAnothersPlace(handle);
        } catch (Exception | Error e) { // the others are to be returned all the same
            LOG.warnf(e, "Backend %d is gone, but its connection could not be returned to the pool", target.pid());
        }
        // Agroal asks this before every use of the connection; returning it has put another question in its place.
        handle.transactionCheckCallback(() -> {
            throw target.loss.exception();
        });
    }
}
