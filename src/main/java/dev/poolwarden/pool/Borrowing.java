package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Callers;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/** How a permit comes to its connection. Thread-safe. */
final class Borrowing {

    private final ConnectionLedger ledger;
    private final Opening openings;
    private final TakenBack takenBack;
    private final Callers callers;
    private final LongSupplier nanoTime;

    Borrowing(ConnectionLedger ledger, Opening openings, TakenBack takenBack, Callers callers, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.openings = openings;
        this.takenBack = takenBack;
        this.callers = callers;
        this.nanoTime = nanoTime;
    }

    /** Where a connection comes from. */
    @FunctionalInterface
    interface Source {
        Connection get() throws SQLException;
    }

    /**
     * Takes a connection from the source, and the ledger binds the permit to it; the permit is back if none comes. Once bound it
     * belongs to the connection: whoever takes it off there, perhaps before this returns, gives it back.
     */
    Connection borrow(Permit permit, Source source) throws SQLException {
        Errand errand = ledger.errands().beginToBorrow(permit);
        try {
            errand.caller = callers.known(errand.since);
            openings.requireHope(ledger.all());
            Connection connection = get(source);
            takenBack.forget();
            if (errand.served == null) { // two threads of one transaction asked at once, and share a connection
                permit.release();
            } else {
                keepHandle(errand.served, connection);
            }
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            if (errand.served == null || errand.served.takeOff(errand.lease) != null) {
                permit.release();
            }
            throw e;
        } finally {
            if (errand.blocked) {
                ledger.tally().blocked(nanoTime.getAsLong() - errand.blockedSince);
            }
            ledger.errands().endToBorrow(errand);
        }
    }

    private static Connection get(Source source) throws SQLException {
        while (true) {
            try {
                return source.get();
            } catch (DeadConnection e) {
                // it was dropped; the next one may live, and who finds none is told so by Agroal
            }
        }
    }

    private static void keepHandle(Physical physical, Connection connection) {
        if (physical.handle == null && connection instanceof ConnectionWrapper wrapper) {
            physical.handle = wrapper.getHandler();
        }
    }
}
