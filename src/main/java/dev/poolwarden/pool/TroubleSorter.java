package dev.poolwarden.pool;

import dev.poolwarden.breaker.TroubleStates;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;

/**
 * Hears of every error of a statement, since Agroal asks whether it is fatal to the connection. What says that the database is
 * in trouble is, and is remembered until the connection goes back: one borrow counts once, however many errors follow the
 * first. Beyond that the application's own sorter decides.
 *
 * <p>Agroal does not say which connection it asks about; it asks on the thread that uses it, so the thread remembers. A thread
 * whose connection was taken back is told so in the error's cause, and its error says nothing of the database.
 */
final class TroubleSorter implements ExceptionSorter {

    /** A connection that was closed before: whatever closed it has been counted. */
    private static final String CLOSED_BEFORE = ConnectionReclaimedException.SQL_STATE;

    private final ThreadLocal<SQLException> trouble = new ThreadLocal<>();
    private final ExceptionSorter applications;
    private final TakenBack takenBack;

    /** @param applications the sorter configured so far, or null */
    TroubleSorter(ExceptionSorter applications, TakenBack takenBack) {
        this.applications = applications;
        this.takenBack = takenBack;
    }

    @Override
    public boolean isFatal(SQLException error) {
        if (!TroubleStates.count(error)) {
            return applications != null && applications.isFatal(error);
        }
        TakenBack.Loss loss = takenBack.ofThisThread();
        if (loss != null) {
            explain(error, loss);
        } else if (!CLOSED_BEFORE.equals(error.getSQLState()) && trouble.get() == null) {
            trouble.set(error);
        }
        return true;
    }

    private static void explain(SQLException error, TakenBack.Loss loss) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (!(root instanceof ConnectionReclaimedException)) {
            try {
                root.initCause(loss.exception());
            } catch (IllegalStateException e) { // it was made to have no cause
                error.addSuppressed(loss.exception());
            }
        }
    }

    /** The first trouble of this thread since the last call, or null. */
    SQLException takeTrouble() {
        SQLException seen = trouble.get();
        if (seen != null) {
            trouble.remove();
        }
        return seen;
    }
}
