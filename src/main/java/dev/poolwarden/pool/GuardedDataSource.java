package dev.poolwarden.pool;

import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.ConnectionHandler.DirtyAttribute;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;

/**
 * The DataSource that everything in the application gets: every checkout passes the gate first. Thread-safe.
 *
 * <p>{@link #getConnection} throws {@link PermitRejectedException} when the gate does not admit the caller, and
 * {@link DatabaseAccessException} when there is no connection to be had behind it.
 */
public final class GuardedDataSource implements AgroalDataSource {

    private static final long serialVersionUID = 1;

    private final transient AgroalDataSource pool;
    private final transient Borrowing.Source source; // made once: a checkout shall make no garbage
    private final transient ConnectionLedger ledger;
    private final transient Borrowing borrowing;
    private final transient Gate gate;
    private final transient Arrivals arrivals;
    private final transient BooleanSupplier reachable;
    private final transient SingleReturn transactions;
    private final transient boolean transactionRequired;
    private final transient AgroalDataSourceMetrics metrics;
    private transient volatile List<AgroalPoolInterceptor>
            interceptors; // Agroal 3.0.1 cannot name them while there are none

    /**
     * @param reachable whether the last probe reached the database
     * @param transactionRequired whether a borrow outside a transaction is an error of the application
     */
    GuardedDataSource(
            AgroalDataSource pool,
            List<AgroalPoolInterceptor> interceptors,
            ConnectionLedger ledger,
            Borrowing borrowing,
            Gate gate,
            Arrivals arrivals,
            BooleanSupplier reachable,
            boolean transactionRequired,
            AgroalDataSourceMetrics metrics) {
        this.pool = pool;
        this.source = pool::getConnection;
        this.interceptors = List.copyOf(interceptors);
        this.ledger = ledger;
        this.borrowing = borrowing;
        this.gate = gate;
        this.arrivals = arrivals;
        this.reachable = reachable;
        this.metrics = metrics;
        this.transactions = (SingleReturn)
                pool.getConfiguration().connectionPoolConfiguration().transactionIntegration();
        this.transactionRequired = transactionRequired;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return inTransactionIfRequired(guarded(false));
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        return inTransactionIfRequired(guarded(true));
    }

    private Connection guarded(boolean readOnly) throws SQLException {
        // A transaction gets its own connection again; asking the gate would make a full pool wait for itself.
        ConnectionHandler enlisted = transactions.enlisted();
        requireStillThere(enlisted);
        try {
            if (enlisted != null) {
                return readOnly ? pool.getReadOnlyConnection() : pool.getConnection();
            }
            Connection connection = borrowing.borrow(admit(), source);
            return readOnly ? readOnly(connection) : connection;
        } catch (ConnectPostponed e) {
            throw unavailable(e.getMessage(), e.origin());
        } catch (SQLException e) {
            boolean clear = e instanceof DatabaseAccessException || e instanceof ConnectionReclaimedException;
            throw clear ? e : unavailable(e.getMessage(), e);
        }
    }

    /** Looked at here, once it is its borrower's: Agroal would give back twice what it refuses. */
    private Connection inTransactionIfRequired(Connection connection) throws SQLException {
        if (transactionRequired
                && !((ConnectionWrapper) connection).getHandler().isEnlisted()) {
            connection.close();
            throw new SQLException(
                    "A connection was borrowed outside a transaction, and the datasource's transaction-requirement is strict;"
                            + " begin a transaction first",
                    "25P01");
        }
        return connection;
    }

    /** Set here, once it is its borrower's: where that fails, Agroal would have the connection idle and in use at once. */
    private static Connection readOnly(Connection connection) throws SQLException {
        ConnectionHandler handle = ((ConnectionWrapper) connection).getHandler();
        try {
            handle.setDirtyAttribute(DirtyAttribute.READ_ONLY);
            handle.rawConnection().setReadOnly(true);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.close();
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Whether the present transaction has its connection by now. */
    public boolean isEnlisted() {
        try {
            return transactions.enlisted() != null;
        } catch (SQLException e) {
            return false; // it is over
        }
    }

    /** A transaction whose connection was taken back must hear that, instead of getting it again. */
    private static void requireStillThere(ConnectionHandler enlisted) throws ConnectionReclaimedException {
        if (enlisted != null) {
            try {
                enlisted.verifyEnlistment();
            } catch (ConnectionReclaimedException e) {
                throw e;
            } catch (SQLException e) {
                // whatever else is wrong with the transaction is Agroal's to say
            }
        }
    }

    private Permit admit() throws SQLException {
        try {
            var admission = gate.acquire(arrivals.current());
            if (admission instanceof Rejection rejection) {
                throw new PermitRejectedException(rejection);
            }
            return (Permit) admission;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAccessException(e.getMessage(), "08001", 1, e);
        }
    }

    /** One type for whatever keeps a caller from a connection; Agroal's own errors carry neither SQLState nor figures. */
    private SQLException unavailable(String message, SQLException cause) {
        var occupancy = gate.snapshot().occupancy();
        String state = cause.getSQLState() == null ? "08001" : cause.getSQLState();
        return new DatabaseAccessException(
                "%s (connections open %d, in use %d, in flight %d, waiting %d)"
                        .formatted(
                                message,
                                ledger.established(),
                                ledger.inUse(),
                                occupancy.inFlight(),
                                occupancy.waiting()),
                state,
                1,
                cause);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "The pool knows one user; call getConnection() without arguments", "0A000");
    }

    /** Answers from the last probe: Agroal's own check waits on a full pool or opens a connection too many. */
    @Override
    public boolean isHealthy(boolean newConnection) {
        return reachable.getAsBoolean();
    }

    /** Takes back by force what is borrowed only gracefully: flushing it breaks Agroal's accounting. */
    @Override
    public void flush(FlushMode mode) {
        boolean forced = mode == FlushMode.ALL || mode == FlushMode.LEAK;
        pool.flush(forced ? FlushMode.GRACEFUL : mode);
    }

    @Override
    public AgroalDataSourceConfiguration getConfiguration() {
        return pool.getConfiguration();
    }

    @Override
    public AgroalDataSourceMetrics getMetrics() {
        return metrics;
    }

    @Override
    public void setPoolInterceptors(Collection<? extends AgroalPoolInterceptor> replacements) {
        pool.setPoolInterceptors(HarmlessInterceptor.of(replacements, ledger));
        interceptors = List.copyOf(replacements);
    }

    @Override
    public List<AgroalPoolInterceptor> getPoolInterceptors() {
        return interceptors;
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || pool.isWrapperFor(type);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }
}
