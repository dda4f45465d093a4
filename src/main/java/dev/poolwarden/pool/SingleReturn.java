package dev.poolwarden.pool;

import io.agroal.api.transaction.TransactionAware;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/**
 * The application's transactions, but for connections that were taken back. Such a one goes back to the pool once: who closes
 * it, or ends a transaction that held it, would make Agroal count it down a second time. And its transaction hears of it.
 *
 * @param errands what the present thread does
 * @param inspection asked about each connection before it is enlisted, or used without a transaction
 */
record SingleReturn(TransactionIntegration applications, Errands errands, Inspection inspection)
        implements TransactionIntegration {

    @Override
    public boolean disassociate(TransactionAware connection) throws SQLException {
        Errand errand = errands.returning();
        if (errand == null || errand.returning.raw != ((ConnectionHandler) connection).rawConnection()) {
            return false; // back before, be it in the middle of another one's return
        }
        // The reclaimer's thread may be in a transaction of its own, which has nothing to do with this connection.
        return errand.inAnothersPlace || applications.disassociate(connection);
    }

    /** The present transaction's connection, or null. */
    ConnectionHandler enlisted() throws SQLException {
        return applications.getTransactionAware() instanceof Enlisted enlisted ? enlisted.connection() : null;
    }

    /** Agroal alone asks, at the beginning of a borrow: whether that is going to be the transaction's own connection once more. */
    @Override
    public TransactionAware getTransactionAware() throws SQLException {
        ConnectionHandler own = enlisted();
        if (own != null) {
            errands.mine().asksOnceMore = true;
        }
        return own;
    }

    @Override
    public void associate(TransactionAware connection, XAResource resource) throws SQLException {
        ConnectionHandler handler = (ConnectionHandler) connection; // as Agroal does with what it gets back
        inspection.requireAlive(handler);
        try {
            applications.associate(new Enlisted(handler), resource == null ? null : new XaBranch(handler, resource));
        } catch (SQLException | RuntimeException | Error e) {
            errands.mine().asksOnceMore = false;
            inspection.discard().unready(handler, e); // the transaction may hold on to it
            throw e;
        }
    }

    @Override
    public void addResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        applications.addResourceRecoveryFactory(factory);
    }

    @Override
    public void removeResourceRecoveryFactory(ResourceRecoveryFactory factory) {
        applications.removeResourceRecoveryFactory(factory);
    }
}
