package dev.poolwarden.pool;

import io.agroal.api.transaction.TransactionAware;
import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;

/**
 * A connection in a transaction of its own kind (not XA). Its commit fails when nothing was committed; and a commit that the
 * server refused costs no connection, as Agroal would have it, for there is nothing wrong with that one. Used by one thread
 * at a time.
 */
final class Enlisted implements TransactionAware {

    private final ConnectionHandler connection;
    private boolean refused;

    Enlisted(ConnectionHandler connection) {
        this.connection = connection;
    }

    ConnectionHandler connection() {
        return connection;
    }

    @Override
    public void transactionCommit() throws SQLException {
        connection.verifyEnlistment(); // says so if it was taken back; the driver only knows that it is closed
        CommitTruth truth = CommitTruth.of(connection);
        try {
            if (truth.isAborted()) {
                connection.transactionRollback();
                throw CommitTruth.aborted();
            }
            connection.transactionCommit();
        } catch (SQLException e) {
            refused = truth.wasRefused();
            throw e;
        }
    }

    @Override
    public void setFlushOnly() {
        if (!refused) {
            connection.setFlushOnly();
        }
    }

    @Override
    public void transactionStart() throws SQLException {
        connection.transactionStart();
    }

    @Override
    public void transactionBeforeCompletion(boolean successful) {
        connection.transactionBeforeCompletion(successful);
    }

    @Override
    public void transactionRollback() throws SQLException {
        connection.transactionRollback();
    }

    @Override
    public void transactionEnd() throws SQLException {
        connection.transactionEnd();
    }

    @Override
    public void transactionCheckCallback(SQLCallable<Boolean> check) {
        connection.transactionCheckCallback(check);
    }

    @Override
    public Object getConnection() {
        return connection.getConnection();
    }
}
