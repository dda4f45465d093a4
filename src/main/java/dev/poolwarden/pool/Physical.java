package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import io.agroal.pool.ConnectionHandler;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

/**
 * One connection to the server and what is known of it.
 *
 * <p>While borrowed, the fields of its use are written by the borrower; while idle, by Agroal's housekeeping thread alone,
 * which holds it exclusively then. Agroal's state change between the two publishes them; {@code doomed} may be set by anyone.
 */
final class Physical {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** The driver's own: what Agroal shows of an XA connection is a handle, and closing that leaves the backend alive. */
    final PgConnection server;

    final Backend backend;
    final int pid;
    final long expires; // Long.MAX_VALUE for never

    /** To be closed as soon as nobody uses it; until {@link #dropped}, somebody may still borrow it. */
    volatile boolean doomed;

    /** No longer in Agroal's pool, which will close it in its own time; nobody can borrow it any more. */
    volatile boolean dropped;

    /** Closed, so that it no longer counts as open. */
    volatile boolean gone;

    volatile boolean borrowed;
    volatile long lastUsed;
    volatile ConnectionHandler handle;
    volatile Permit permit;
    long uses;
    volatile long lastProved;

    Physical(PgConnection server, Backend backend, long now, long expires) {
        this.server = server;
        this.backend = backend;
        this.pid = backend.pid();
        this.expires = expires;
        this.lastUsed = now;
        this.lastProved = now;
    }

    /** Ends the backend; also when Agroal will close the connection once more. */
    void closeServer() {
        try {
            server.close();
        } catch (SQLException e) {
            LOG.debugf("Backend %d was gone already: %s", pid, e.getMessage());
        }
    }
}
