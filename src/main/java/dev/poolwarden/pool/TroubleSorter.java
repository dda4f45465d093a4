package dev.poolwarden.pool;

import dev.poolwarden.breaker.TroubleStates;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;

/**
 * Hears of every error of a statement, since Agroal asks whether it is fatal to the connection. What says that the database is
 * in trouble is, and is remembered until the connection goes back: one borrow counts once, however many errors follow the
 * first. Beyond that the application's own sorter decides.
 *
 * <p>Agroal does not say which connection it asks about; it asks on the thread that uses it, so the thread remembers.
 */
final class TroubleSorter implements ExceptionSorter {

    private final ThreadLocal<SQLException> trouble = new ThreadLocal<>();
    private final ExceptionSorter applications;

    /** @param applications the sorter configured so far, or null */
    TroubleSorter(ExceptionSorter applications) {
        this.applications = applications;
    }

    @Override
    public boolean isFatal(SQLException error) {
        boolean counts = TroubleStates.count(error);
        if (counts && trouble.get() == null) {
            trouble.set(error);
        }
        return counts || applications != null && applications.isFatal(error);
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
