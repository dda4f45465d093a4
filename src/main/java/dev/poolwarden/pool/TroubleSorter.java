package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.breaker.TroubleStates;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.SQLException;

/**
 * Hears of every error of a statement, since Agroal asks whether it is fatal to the connection. What says that the database is
 * in trouble counts for the breaker and retires the connection; beyond that the application's own sorter decides.
 */
final class TroubleSorter implements ExceptionSorter {

    private final DatabaseBreaker breaker;
    private final ExceptionSorter applications;

    /** @param applications the sorter configured so far, or null */
    TroubleSorter(DatabaseBreaker breaker, ExceptionSorter applications) {
        this.breaker = breaker;
        this.applications = applications;
    }

    @Override
    public boolean isFatal(SQLException error) {
        breaker.failed(error);
        return TroubleStates.count(error) || applications != null && applications.isFatal(error);
    }
}
