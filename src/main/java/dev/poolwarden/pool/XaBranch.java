package dev.poolwarden.pool;

import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A connection's part in an XA transaction, whose outcome the driver names wrongly. Of a connection that was taken back the driver only knows that it is closed, which
 * the transaction manager calls a mixed outcome; but what was not prepared by then is rolled back, and it is told so. What
 * was prepared stays on the server, for recovery to finish. A commit that the server refused the driver calls a mixed outcome,
 * too, and one that came to a rollback a success; both are rolled back.
 */
record XaBranch(ConnectionHandler connection, XAResource driver) implements XAResource {

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        if (!onePhase) {
            driver.commit(xid, false);
            return;
        }
        requireCommittable(xid);
        try {
            driver.commit(xid, true);
        } catch (XAException e) {
            throw wasRefused() ? rolledBack(e.getCause()) : e;
        }
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        requireCommittable(xid);
        return driver.prepare(xid);
    }

    private void requireCommittable(Xid xid) throws XAException {
        requireStillThere();
        try {
            if (CommitTruth.of(connection).isAborted()) {
                driver.rollback(xid);
                throw rolledBack(CommitTruth.aborted());
            }
        } catch (SQLException e) {
            // whatever else is wrong is the driver's to say
        }
    }

    private boolean wasRefused() {
        try {
            return CommitTruth.of(connection).wasRefused();
        } catch (SQLException e) {
            return false;
        }
    }

    private void requireStillThere() throws XAException {
        try {
            connection.verifyEnlistment();
        } catch (ConnectionReclaimedException e) {
            throw rolledBack(e);
        } catch (SQLException e) {
            // whatever else is wrong is the driver's to say
        }
    }

    private static XAException rolledBack(Throwable cause) {
        XAException rolledBack = new XAException(XAException.XA_RBROLLBACK);
        rolledBack.initCause(cause);
        return rolledBack;
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        driver.end(xid, flags);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        driver.forget(xid);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return driver.getTransactionTimeout();
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return driver.isSameRM(other instanceof XaBranch branch ? branch.driver : other);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return driver.recover(flags);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        driver.rollback(xid);
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return driver.setTransactionTimeout(seconds);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        driver.start(xid, flags);
    }
}
