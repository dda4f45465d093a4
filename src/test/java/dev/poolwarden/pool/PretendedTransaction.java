package dev.poolwarden.pool;

import io.agroal.api.transaction.TransactionAware;
import io.agroal.api.transaction.TransactionIntegration;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/** One transaction of the application, without a transaction manager. */
final class PretendedTransaction implements TransactionIntegration {

    /** Whether callers work in it at all. */
    boolean running = true;

    /** The next one who asks does not see its connection yet, as with two threads at once. */
    boolean unseen;

    /** What is enlisted fails to be, and is remembered all the same: the synchronization was registered before. */
    boolean refuses;

    private TransactionAware enlisted;

    @Override
    public TransactionAware getTransactionAware() {
        TransactionAware seen = unseen || !running ? null : enlisted;
        unseen = false;
        return seen;
    }

    @Override
    public void associate(TransactionAware connection, XAResource resource) throws SQLException {
        if (running) {
            enlisted = connection;
            if (refuses) {
                throw new SQLException("a transaction that takes no second resource");
            }
            connection.transactionStart();
            connection.transactionCheckCallback(() -> running);
        }
    }

    /** What a transaction manager does at the end of a transaction that came to nothing. */
    void rollBack() {
        try {
            enlisted.transactionRollback();
        } catch (SQLException e) {
            // a transaction manager would write it down
        }
        running = false;
        try {
            enlisted.transactionEnd();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean disassociate(TransactionAware connection) {
        enlisted = null;
        return true;
    }

    @Override
    public void addResourceRecoveryFactory(ResourceRecoveryFactory factory) {}

    @Override
    public void removeResourceRecoveryFactory(ResourceRecoveryFactory factory) {}
}
