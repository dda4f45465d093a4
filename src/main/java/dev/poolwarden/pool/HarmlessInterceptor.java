package dev.poolwarden.pool;

import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Lets the application's interceptor fail without harm: thrown while a connection goes back or is closed, its exception would
 * make Agroal lose the connection, and with it the permit. A connection that it could not tidy up goes to nobody else. Nor does
 * one that it could not prepare for a transaction: Agroal puts that back among the idle ones, though the transaction has it
 * still, and would end it in the middle of somebody else's work. One on which it failed because that is dead Agroal would keep
 * for ever, neither idle nor closed.
 */
record HarmlessInterceptor(AgroalPoolInterceptor applications, ConnectionLedger ledger)
        implements AgroalPoolInterceptor {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** @param ledger tells when a connection goes that nobody had: the interceptor has heard of no borrow, either */
    static List<HarmlessInterceptor> of(
            Collection<? extends AgroalPoolInterceptor> applications, ConnectionLedger ledger) {
        return applications.stream()
                .map(each -> new HarmlessInterceptor(each, ledger))
                .toList();
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        applications.onConnectionCreate(connection);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        try {
            applications.onConnectionAcquire(connection);
        } catch (Exception | Error e) {
            ConnectionHandler handle = ((ConnectionWrapper) connection).getHandler();
            if (handle.isEnlisted() || !handle.isAcquirable()) {
                new Discard(ledger).unready(handle, e);
            }
            throw e;
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        if (ledger.errands().mine().discards) {
            return;
        }
        try {
            applications.onConnectionReturn(connection);
        } catch (Exception | Error e) {
            LOG.warn("An interceptor failed on a connection that goes back; the connection is retired", e);
            ((ConnectionWrapper) connection).getHandler().setFlushOnly();
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        try {
            applications.onConnectionDestroy(connection);
        } catch (Exception | Error e) {
            LOG.warn("An interceptor failed on a connection that is about to be closed", e);
        }
    }

    @Override
    public int getPriority() {
        return applications.getPriority();
    }
}
