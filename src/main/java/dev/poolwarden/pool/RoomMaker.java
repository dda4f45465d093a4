package dev.poolwarden.pool;

import dev.poolwarden.breaker.TroubleStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;

/**
 * Keeps the server from ever seeing more connections than the pool may have. Agroal drops a connection first, opens its
 * replacement and closes the old one later; here the old one is closed, and gone from the server, before the new one opens.
 * Called on Agroal's housekeeping thread alone, which opens and closes all connections.
 */
final class RoomMaker {

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
    void makeRoom(Map<PGConnection, Physical> connections) {
        long giveUp = nanoTime.getAsLong() + PATIENCE;
        while (open(connections) >= capacity && nanoTime.getAsLong() - giveUp < 0) {
            connections.entrySet().stream()
                    .filter(each -> each.getValue().doomed && !each.getValue().borrowed && !each.getValue().gone)
                    .findFirst()
                    .ifPresentOrElse(each -> closeAndConfirm(each, giveUp), () -> LockSupport.parkNanos(PAUSE));
        }
    }

    private static long open(Map<PGConnection, Physical> connections) {
        return connections.values().stream().filter(each -> !each.gone).count();
    }

    private void closeAndConfirm(Entry<PGConnection, Physical> doomed, long giveUp) {
        try {
            ((Connection) doomed.getKey()).close();
            backends.awaitGone(List.of(doomed.getValue().pid), Duration.ofNanos(giveUp - nanoTime.getAsLong()));
        } catch (SQLException e) {
            if (!TroubleStates.count(e)) {
                throw new IllegalStateException("Backend " + doomed.getValue().pid + " could not be confirmed gone", e);
            }
            // without a server there is nothing to make room on
        }
        doomed.getValue().gone = true;
    }
}
