package dev.poolwarden.pool;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private final int capacity;
    private final Backends backends;
    private final LongSupplier nanoTime;

    RoomMaker(int capacity, Backends backends, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.backends = backends;
        this.nanoTime = nanoTime;
    }

    /** Returns when there is room for one more connection, or after a second. */
    void makeRoom(Collection<Physical> connections) {
        long giveUp = nanoTime.getAsLong() + PATIENCE;
        while (open(connections) >= capacity && nanoTime.getAsLong() - giveUp < 0) {
            connections.stream()
                    .filter(each -> each.dropped && !each.gone)
                    .findFirst()
                    .ifPresentOrElse(each -> closeAndConfirm(each, giveUp), () -> LockSupport.parkNanos(PAUSE));
        }
    }

    private static long open(Collection<Physical> connections) {
        return connections.stream().filter(each -> !each.gone).count();
    }

    private void closeAndConfirm(Physical doomed, long giveUp) {
        try {
            doomed.server.close();
            backends.awaitGone(List.of(doomed.pid), Duration.ofNanos(giveUp - nanoTime.getAsLong()));
        } catch (SQLException e) {
            LOG.debugf("Backend %d could not be confirmed gone: %s", doomed.pid, e.getMessage());
        }
        doomed.gone = true;
    }
}
