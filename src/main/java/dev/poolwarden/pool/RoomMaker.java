package dev.poolwarden.pool;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps the server from ever seeing more connections than the pool may have. Agroal drops a connection first, opens its
 * replacement and closes the old one later; here the old one is closed, and gone from the server, before the new one opens.
 * Called on Agroal's housekeeping thread alone, which opens and closes all connections.
 */
final class RoomMaker {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos(); // what ending a process takes
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();

    private final Leaving leaving;
    private final LongSupplier nanoTime;

    RoomMaker(Leaving leaving, LongSupplier nanoTime) {
        this.leaving = leaving;
        this.nanoTime = nanoTime;
    }

    /** A process serves a connection just opened. */
    void met(ServerProcess process) {
        leaving.met(process);
    }

    /** Agroal has closed it by itself; the server may take a moment longer. */
    void closed(Physical connection) {
        if (!connection.gone) {
            leaving.add(connection.process);
        }
    }

    /**
     * Returns when there is room for one more connection. Waits about a second for those that are closed to go, but not for one that
     * the server works for.
     *
     * @param most connections that there may be
     * @throws ConnectPostponed when their places are not free then
     */
    void makeRoom(Collection<Physical> connections, int most) {
        long giveUp = nanoTime.getAsLong() + PATIENCE;
        long pause = SHORTEST_PAUSE;
        while (isFull(connections, most)) {
            Optional<Physical> dropped = connections.stream()
                    .filter(each -> each.dropped && !each.gone)
                    .findFirst();
            boolean patient = nanoTime.getAsLong() - giveUp < 0;
            if (dropped.isPresent()) {
                close(dropped.get());
            } else if (patient && open(connections) + leaving.lingering() < most) {
                look();
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            } else if (patient && leaving.places() == 0) {
                LockSupport.parkNanos(pause); // Agroal is about to drop one
            } else {
                requirePlaces();
                return;
            }
        }
    }

    private void requirePlaces() {
        int taken = leaving.places();
        if (taken > 0) {
            throw new ConnectPostponed(taken);
        }
    }

    private boolean isFull(Collection<Physical> connections, int most) {
        return open(connections) + leaving.places() >= most;
    }

    private static int open(Collection<Physical> connections) {
        return (int) connections.stream().filter(each -> !each.gone).count();
    }

    private void close(Physical dropped) {
        dropped.closeServer();
        closed(dropped);
        dropped.gone = true;
    }

    private void look() {
        try {
            leaving.look();
        } catch (SQLException e) {
            LOG.debugf("Closed connections could not be confirmed gone: %s", e.getMessage());
        }
    }
}
