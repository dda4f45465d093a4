package dev.poolwarden.transaction;

import io.smallrye.mutiny.Uni;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * One transaction at a time by JTA, so that whatever enlists there takes part: plain JDBC, Hibernate, jOOQ. Thread-safe.
 */
public final class JtaTransactions {

    /** How a try ended: {@code failure} is null for one that was committed. */
    record Try<T>(T result, Failure failure) {}

    private final TransactionManager manager;
    private final TransactionSynchronizationRegistry registry;
    private final DataSource database;
    private final BooleanSupplier enlisted;

    /**
     * @param database whose connections join the present transaction
     * @param enlisted whether one of them has joined it
     */
    public JtaTransactions(
            TransactionManager manager,
            TransactionSynchronizationRegistry registry,
            DataSource database,
            BooleanSupplier enlisted) {
        this.manager = manager;
        this.registry = registry;
        this.database = database;
        this.enlisted = enlisted;
    }

    /** Whether the present thread is in a transaction, be it one that is over and was not taken off the thread. */
    boolean isInTransaction() {
        try {
            return manager.getStatus() != Status.STATUS_NO_TRANSACTION;
        } catch (SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the present transaction has borrowed a connection. */
    boolean hasBorrowed() {
        return enlisted.getAsBoolean();
    }

    /** The isolation of the present transaction, if it is one of ours; else null. */
    Isolation ours() {
        return isInTransaction() ? (Isolation) registry.getResource(this) : null;
    }

    /** Does work in a transaction of its own, once. Its connection is back by the time this returns. */
    <T> Try<T> attempt(Isolation isolation, Work<T, ?> work) {
        Transaction begun = begin(isolation);
        T result;
        try {
            isolate(isolation);
            result = requireFinished(work.run());
            requireStillOurs(begun);
        } catch (Throwable e) {
            return new Try<>(null, Failure.ofWork(e, rollBack(begun, e)));
        }
        return new Try<>(result, commit());
    }

    private Transaction begin(Isolation isolation) {
        try {
            manager.begin();
            registry.putResource(this, isolation);
            return manager.getTransaction();
        } catch (NotSupportedException | SystemException e) {
            throw new IllegalStateException("No transaction could be begun: " + e.getMessage(), e);
        }
    }

    /** The transaction keeps the connection that this borrows, for whoever asks for one next. */
    private void isolate(Isolation isolation) {
        if (isolation.sql() == null) {
            return;
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(isolation.sql());
        } catch (SQLException e) {
            throw new BeginFailedException(e);
        }
    }

    /** What is still to happen would happen after the commit. */
    private static <T> T requireFinished(T result) {
        if (result instanceof CompletionStage || result instanceof Flow.Publisher || result instanceof Uni) {
            throw new IllegalStateException("A retried transaction ends when its work returns; return the value, not a "
                    + result.getClass().getSimpleName());
        }
        return result;
    }

    private void requireStillOurs(Transaction begun) throws SystemException {
        if (!isStillOurs(begun)) {
            throw new IllegalStateException(
                    "The transaction was over before its work: it took longer than JTA allows, or the work"
                            + " ended it by itself or left another one behind");
        }
    }

    private boolean isStillOurs(Transaction begun) throws SystemException {
        int status = begun.getStatus();
        return begun.equals(manager.getTransaction())
                && (status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK);
    }

    /** Work that ended its transaction by itself may have committed it. */
    private Outcome rollBack(Transaction begun, Throwable cause) {
        try {
            if (isStillOurs(begun)) {
                manager.rollback();
                return Outcome.ROLLED_BACK;
            }
            leaveBehind(begun);
        } catch (SystemException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        return Outcome.UNKNOWN;
    }

    /** Takes a transaction that is over, as one that timed out, off the thread; another one is its beginner's to end. */
    private void leaveBehind(Transaction begun) throws SystemException {
        if (begun.equals(manager.getTransaction())) {
            manager.suspend();
        } else if (begun.getStatus() == Status.STATUS_ACTIVE) {
            begun.rollback();
        }
    }

    /** Returns null when it succeeded. */
    private Failure commit() {
        try {
            manager.commit();
            return null;
        } catch (RollbackException e) {
            return Failure.ofCommit(e, Outcome.ROLLED_BACK);
        } catch (Exception e) {
            return Failure.ofCommit(e, Outcome.UNKNOWN);
        }
    }

    /** What failed inside somebody's transaction must not be committed with the rest of it. */
    void markForRollback(Throwable cause) {
        try {
            manager.setRollbackOnly();
        } catch (SystemException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
