package dev.poolwarden.pool;

import dev.poolwarden.breaker.TroubleStates;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Hears of every error of a statement, since Agroal asks whether it is fatal to the connection. What says that the database is
 * in trouble is, and is remembered until the connection goes back: one borrow counts once, however many errors follow the
 * first. So is a session that the server has ended by a rule, and a write that was refused because it can only read is
 * remembered as well. Beyond that the application's own sorter decides.
 *
 * <p>Agroal does not say which connection it asks about; it asks on the thread that uses it, so the thread remembers. A thread
 * whose connection was taken back is told so in the error's cause, and its error says nothing of the database.
 */
final class TroubleSorter implements ExceptionSorter {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** A connection that was closed before: whatever closed it has been counted. */
    private static final String CLOSED_BEFORE = ConnectionReclaimedException.SQL_STATE;

    /** @param doubtful whether it may come from a connection that another thread lost */
    private record Trouble(SQLException error, boolean doubtful) {

        boolean counts() {
            return TroubleStates.count(error);
        }
    }

    private final ThreadLocal<Trouble> trouble = new ThreadLocal<>();
    private final AtomicInteger troubled = new AtomicInteger(); // threads with trouble; spares every return the look-up
    private final LongAdder diskFull = new LongAdder();
    private final ExceptionSorter applications;
    private final TakenBack takenBack;

    /** @param applications the sorter configured so far, or null */
    TroubleSorter(ExceptionSorter applications, TakenBack takenBack) {
        this.applications = applications;
        this.takenBack = takenBack;
    }

    @Override
    public boolean isFatal(SQLException error) {
        TakenBack.Loss loss = takenBack.ofThisThread();
        if (!TroubleStates.count(error)) {
            if (loss != null && error.getSQLState() == null) { // Agroal's word on what it closed when it was taken back
                explain(error, loss);
            }
            noteRefusedWrite(error);
            return TroubleStates.endConnection(error) || applications != null && applicationSays(error);
        }
        if (loss != null) {
            explain(error, loss);
        } else if (!CLOSED_BEFORE.equals(error.getSQLState())) {
            remember(new Trouble(error, takenBack.isAny() && saysLost(error)));
        }
        return true;
    }

    private void noteRefusedWrite(SQLException error) {
        if (TroubleStates.DISK_FULL.equals(error.getSQLState())) {
            diskFull.increment();
        } else if (TroubleStates.READ_ONLY.equals(error.getSQLState())) {
            remember(new Trouble(error, false));
        }
    }

    /** The first that counts, or else the first. */
    private void remember(Trouble next) {
        Trouble first = trouble.get();
        if (first == null) {
            troubled.incrementAndGet();
        }
        if (first == null || !first.counts() && next.counts()) {
            trouble.set(next);
        }
    }

    /** Statements that failed since the start because the server has no space left on its disk. */
    long diskFull() {
        return diskFull.sum();
    }

    /** Thrown while a connection goes back, its exception would make Agroal lose the connection, and with it the permit. */
    private boolean applicationSays(SQLException error) {
        try {
            return applications.isFatal(error);
        } catch (Exception | Error e) {
            LOG.warn("The exception sorter failed; the connection is retired", e);
            return true;
        }
    }

    private static boolean saysLost(SQLException error) {
        return !error.getSQLState().startsWith("53");
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
        return takeTrouble(true);
    }

    /**
     * The same of a connection that goes back.
     *
     * @param broken whether it is; else an error that says so, while connections are taken back, came from one of those
     */
    SQLException takeTrouble(boolean broken) {
        Trouble seen = troubled.get() == 0 ? null : trouble.get(); // a thread sees its own trouble counted
        if (seen == null) {
            return null;
        }
        trouble.remove();
        troubled.decrementAndGet();
        return seen.doubtful && !broken ? null : seen.error;
    }
}
