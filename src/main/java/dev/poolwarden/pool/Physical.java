package dev.poolwarden.pool;

import dev.poolwarden.reclaim.Backend;
import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * One connection to the server and what is known of it.
 *
 * <p>While borrowed, the fields of its use are written by the borrower; while idle, by Agroal's housekeeping thread alone,
 * which holds it exclusively then. Agroal's state change between the two publishes them; {@code doomed} may be set by anyone.
 * Who takes the borrower off gives its permit back, so that holder, reclaimer and destruction may race for it.
 */
final class Physical {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** The driver's own: what Agroal shows of an XA connection is a handle, and closing that leaves the backend alive. */
    final PgConnection server;

    final ServerProcess process;
    final int pid;
    final long expires; // Long.MAX_VALUE for never

    /** To be closed as soon as nobody uses it; until {@link #dropped}, somebody may still borrow it. */
    volatile boolean doomed;

    /** No longer in Agroal's pool, which will close it in its own time; nobody can borrow it any more. */
    volatile boolean dropped;

    /** Closed, so that it no longer counts as open. */
    volatile boolean gone;

    /** Lent to the transaction manager's recovery, which passes no gate. */
    volatile boolean recovering;

    volatile long lastUsed;
    volatile ConnectionHandler handle;
    volatile long lastProved;
    long uses;
    private final AtomicReference<Borrower> borrower = new AtomicReference<>();
    private volatile Borrower claimed;

    Physical(PgConnection server, ServerProcess process, long now, long expires) {
        this.server = server;
        this.process = process;
        this.pid = process.pid();
        this.expires = expires;
        this.lastUsed = now;
        this.lastProved = now;
    }

    /** Those that Agroal has; it may have dropped one that is still counted here, never the other way round. */
    static int pooled(Collection<Physical> connections) {
        return (int)
                connections.stream().filter(each -> !each.dropped && !each.gone).count();
    }

    void bind(Borrower newBorrower) {
        borrower.set(newBorrower);
    }

    /** Ends the borrow; returns who had it, or null if somebody else ended it first. */
    Borrower takeOff() {
        return borrower.getAndSet(null);
    }

    /** Who has it, or null. */
    Borrower borrower() {
        return borrower.get();
    }

    boolean borrowed() {
        return borrower.get() != null;
    }

    /**
     * The reclaimer's word that it is about to end this borrow: given back meanwhile, the connection goes to nobody else.
     *
     * @return false when it is somebody else's, or nobody's, by now; nothing is claimed then
     */
    boolean claim(Borrower holder) {
        claimed = holder;
        // Looked at after the claim is visible: a return that this does not see yet will see the claim.
        if (borrower.get() != holder || handle == null) {
            claimed = null;
            return false;
        }
        return true;
    }

    void unclaim() {
        claimed = null;
    }

    boolean isClaimed(Borrower holder) {
        return claimed == holder;
    }

    /**
     * What the server says of its process id, if that still is its backend: after a restart, a server soon gives the same ids
     * to others, whom nobody may end in its place.
     */
    Backend own(Backend listed) {
        return listed.started() == 0 || listed.started() == process.started() ? listed : Backend.GONE;
    }

    /** Which server it leads to. */
    static HostSpec host(PgConnection connection) {
        return connection.getQueryExecutor().getHostSpec();
    }

    /** Whether the driver knows that it is of no use any more; asks nobody. */
    boolean isBroken() {
        try {
            return server.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Ends the backend; also when Agroal will close the connection once more. */
    void closeServer() {
        try {
            server.close();
        } catch (SQLException e) {
            LOG.debugf("Backend %d was gone already: %s", pid, e.getMessage());
        }
    }

    /** Closes our end without a word to the server and without waiting for whoever uses it. */
    void sever() {
        try {
            server.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debugf("Connection with backend %d could not be severed: %s", pid, e.getMessage());
        }
    }
}
