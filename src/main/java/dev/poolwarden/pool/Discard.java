package dev.poolwarden.pool;

import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;

/**
 * Has Agroal drop a connection that was just taken for this thread's borrower, who will not get it. Left to itself, Agroal would
 * put it back among the idle ones.
 */
record Discard(ConnectionLedger ledger) {

    /** One that nobody can use any more. */
    void dead(Physical physical, ConnectionHandler handle) throws SQLException {
        Errand errand = ledger.errands().beginToReturn(ledger.errands().mine(), physical, null);
        errand.inAnothersPlace = true;
        errand.discards = true;
        try {
            handle.setFlushOnly();
            handle.transactionEnd();
        } finally {
            errand.inAnothersPlace = false;
            errand.discards = false;
        }
    }

    /**
     * One that could not be made ready for its borrower. A transaction may have it by now, and would end it one day in the middle
     * of somebody else's work; so what was done on it is undone. A transaction's own connection, asked for once more, stays.
     *
     * @param failure why the borrower does not get it
     */
    void unready(ConnectionHandler handle, Throwable failure) {
        Physical physical = ledger.find(ledger.errands().mine(), handle.rawConnection());
        if (physical == null || physical.borrowed()) {
            return;
        }
        try {
            physical.sever(); // first: on its way back Agroal would commit what it finds
            dead(physical, handle);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
