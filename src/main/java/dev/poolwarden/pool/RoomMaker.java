package dev.poolwarden.pool;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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

    private final Set<ServerProcess> leaving = ConcurrentHashMap.newKeySet(); // closed; they may still be there
    private final Backends backends;
    private final LongSupplier nanoTime;

    RoomMaker(Backends backends, LongSupplier nanoTime) {
        this.backends = backends;
        this.nanoTime = nanoTime;
    }

    /** Agroal has closed it by itself; the server may take a moment longer. A pooler's process lives on for others. */
    void closed(Physical connection) {
        if (!connection.gone && connection.process.direct()) {
            leaving.add(connection.process);
        }
    }

    /** Processes of closed connections that may still be there, and some that are not any more. */
    Set<ServerProcess> leaving() {
        return Set.copyOf(leaving);
    }

    /**
     * Returns when there is room for one more connection, or after a second.
     *
     * @param most connections that there may be
     */
    void makeRoom(Collection<Physical> connections, int most) {
        long giveUp = nanoTime.getAsLong() + PATIENCE;
        while (open(connections) + leaving.size() >= most && nanoTime.getAsLong() - giveUp < 0) {
            if (leaving.isEmpty()) {
                connections.stream()
                        .filter(each -> each.dropped && !each.gone)
                        .findFirst()
                        .ifPresentOrElse(this::close, () -> LockSupport.parkNanos(PAUSE));
            } else {
                awaitLeaving(giveUp);
            }
        }
    }

    private static long open(Collection<Physical> connections) {
        return connections.stream().filter(each -> !each.gone).count();
    }

    private void close(Physical dropped) {
        dropped.closeServer();
        closed(dropped);
        dropped.gone = true;
    }

    private void awaitLeaving(long giveUp) {
        Set<ServerProcess> awaited = leaving();
        Set<Integer> pids = awaited.stream().map(ServerProcess::pid).collect(Collectors.toSet());
        try {
            backends.awaitGone(pids, Duration.ofNanos(giveUp - nanoTime.getAsLong()));
        } catch (SQLException e) {
            LOG.debugf("Backends %s could not be confirmed gone: %s", pids, e.getMessage());
        }
        leaving.removeAll(
                awaited); // what the server still lists after a second, or cannot say, must not hold us up again
    }
}
