package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Callers;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How a permit comes to its connection. Thread-safe.
 *
 * <p>Nobody waits in Agroal's queue if it can be helped: in a Java of 17 a {@code LinkedTransferQueue} may forget the time and
 * spin until somebody comes, which in an outage nobody does. A borrower met it in two of four outages behind a slow network, which
 * cost a core and him ten seconds. So who could not be given a new connection waits here for another's, and tries once more.
 */
final class Borrowing {

    private static final long LONGEST = Duration.ofSeconds(1).toNanos();
    private static final long TO_OPEN = Duration.ofMillis(100).toNanos();
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private final ConnectionLedger ledger;
    private final Opening openings;
    private final TakenBack takenBack;
    private final Callers callers;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** @param patience how long a borrower may wait for a connection */
    Borrowing(
            ConnectionLedger ledger,
            Opening openings,
            TakenBack takenBack,
            Callers callers,
            Duration patience,
            LongSupplier nanoTime) {
        this.ledger = ledger;
        this.openings = openings;
        this.takenBack = takenBack;
        this.callers = callers;
        this.patience = patience;
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
            Connection connection = get(source, errand);
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

    private Connection get(Source source, Errand errand) throws SQLException {
        while (true) {
            try {
                return source.get();
            } catch (DeadConnection e) {
                // it was dropped; the next one may live, and who finds none is told so by Agroal
            } catch (OpeningFailed e) {
                if (!isWorthAnotherTry(errand)) {
                    throw openings.lastFailure();
                }
            }
        }
    }

    /**
     * Waits a while for a connection to come back, and leaves some time for one to be opened; false where none is left. Whoever
     * sees one come back may still be too early for it, as Agroal has it back a moment later, or lose it to another borrower: he
     * goes on waiting. When the while is over he tries a last time.
     */
    private boolean isWorthAnotherTry(Errand errand) {
        long now = nanoTime.getAsLong();
        if (!errand.triesAgain) {
            errand.triesAgain = true;
            errand.lastTry = now + Math.min(LONGEST, patience.toNanos() - (now - errand.since) - TO_OPEN);
        }
        if (now - errand.lastTry >= 0) {
            return false;
        }
        do {
            LockSupport.parkNanos(PAUSE);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        } while (nanoTime.getAsLong() - errand.lastTry < 0 && !Physical.isAnyIdle(ledger.all()));
        return true;
    }

    private static void keepHandle(Physical physical, Connection connection) {
        if (physical.handle == null && connection instanceof ConnectionWrapper wrapper) {
            physical.handle = wrapper.getHandler();
        }
    }
}
