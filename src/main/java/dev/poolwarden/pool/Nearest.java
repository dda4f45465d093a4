package dev.poolwarden.pool;

import io.agroal.api.cache.Acquirable;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.pool.ConnectionHandler;

/**
 * Gives a thread the connection that it had last, if that is idle and still warm: threads keep out of each other's way, and
 * Agroal need not search. A cold one is left to Agroal, whose search begins with the oldest connections, so that those which
 * are not needed stay idle and are retired.
 */
record Nearest(ConnectionLedger ledger) implements ConnectionCache {

    @Override
    public Acquirable get() {
        Errand errand = ledger.errands().borrowing();
        Physical recent = errand == null ? null : errand.recent;
        if (recent == null || !Inspection.isWarm(recent, errand.since)) {
            return null;
        }
        ConnectionHandler handle = recent.handle;
        return handle != null && handle.acquire() ? handle : null;
    }

    @Override
    public void put(Acquirable connection) {
        // the ledger remembers
    }

    @Override
    public void reset() {
        // Agroal asks for this before it retires idle connections by time, which it does not do here
    }
}
