package dev.poolwarden.pool;

import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * What became of a transaction, by what the driver knows without asking.
 *
 * <p>A transaction in which a statement failed can only be rolled back, and PostgreSQL answers COMMIT with ROLLBACK; the driver
 * takes that for success, so that work whose error was swallowed would seem committed. And a commit that fails may have been
 * refused by the server, or nobody knows: to Agroal and the transaction manager both are the same.
 */
record CommitTruth(PgConnection server) {

    static CommitTruth of(ConnectionHandler connection) throws SQLException {
        return new CommitTruth(connection.rawConnection().unwrap(PgConnection.class));
    }

    /** Whether a statement failed before, and nothing can be committed any more. */
    boolean isAborted() throws SQLException {
        return !server.isClosed() && server.getTransactionState() == TransactionState.FAILED;
    }

    /** After a commit that failed: whether the server said so, and the session is ready for the next transaction. */
    boolean wasRefused() {
        try {
            return !server.isClosed() && server.getTransactionState() == TransactionState.IDLE;
        } catch (SQLException e) {
            return false;
        }
    }

    /** What the one who commits an aborted transaction hears. */
    static SQLException aborted() {
        return new SQLException(
                "An earlier statement of this transaction failed, and its error was not let through; the transaction is rolled"
                        + " back",
                "25P02");
    }
}
