package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Caller;
import io.agroal.pool.ConnectionHandler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * One connection to the server and what is known of it.
 *
 * <p>Its borrows are numbered: {@code lease} is odd while somebody has it and even while nobody has, and only ever rises.
 *
 * <pre>
 *            bind, by who got it from Agroal
 *   2n idle ---------------------------------&gt; 2n + 1 borrowed
 *   2n + 1 borrowed -------------------------&gt; 2n + 2 idle, or gone
 *            takeOff, by whoever comes first: holder, reclaimer, destruction
 * </pre>
 *
 * <p>Who wins the one step from odd to even gives the permit back, once; a number never comes again, so nobody ends another
 * borrow than the one that he has seen. The holder's fields are written before the number turns odd and not again before it was
 * even, so who reads the same odd number before and after them has read them of one borrow.
 *
 * <p>While borrowed, the fields of its use are written by the borrower; while idle, by Agroal's housekeeping thread alone,
 * which holds it exclusively then. Agroal's state change between the two publishes them; {@code doomed} may be set by anyone.
 */
final class Physical {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    private static final long NONE = -1;

    private static final VarHandle LEASE = field("lease", long.class);
    private static final VarHandle THREAD = field("thread", Thread.class);
    private static final VarHandle CALLER = field("caller", Caller.class);
    private static final VarHandle SINCE = field("since", long.class);
    private static final VarHandle LAST_USED = field("lastUsed", long.class);
    private static final VarHandle LAST_PROVED = field("lastProved", long.class);

    /** The driver's own: what Agroal shows of an XA connection is a handle, and closing that leaves the backend alive. */
    final PgConnection server;

    /** What Agroal calls it by; written once, before it is in the pool. */
    Connection raw;

    final ServerProcess process;
    final int pid;
    final long opened; // in ns
    final boolean beganReadOnly; // as far as the server says
    final long expires; // Long.MAX_VALUE for never

    /** To be closed as soon as nobody uses it; until {@link #dropped}, somebody may still borrow it. */
    volatile boolean doomed;

    /** No longer in Agroal's pool, which will close it in its own time; nobody can borrow it any more. */
    volatile boolean dropped;

    /** Closed, so that it no longer counts as open. */
    volatile boolean gone;

    /** Whether the ledger has added its borrows to those of the past; guarded by the ledger. */
    boolean settled;

    /** Lent to the transaction manager's recovery, which passes no gate. */
    volatile boolean recovering;

    /** Agroal's own, the same for the connection's whole life; null until it was first borrowed. */
    volatile ConnectionHandler handle;

    private long lastUsed;
    private long lastProved;
    private volatile long lease;
    private Permit permit; // of the present borrow; nobody's when that is over
    private Thread thread;
    private Caller caller;
    private long since;
    private volatile long claimed = NONE;

    Physical(PgConnection server, ServerProcess process, long now, long expires, boolean readOnly) {
        this.server = server;
        this.process = process;
        this.pid = process.pid();
        this.opened = now;
        this.beganReadOnly = readOnly;
        this.expires = expires;
        this.lastUsed = now;
        this.lastProved = now;
    }

    /** Those that Agroal has; it may have dropped one that is still counted here, never the other way round. */
    static int pooled(Collection<Physical> connections) {
        return (int)
                connections.stream().filter(each -> !each.dropped && !each.gone).count();
    }

    /** Whether there is one that nobody has, as far as a look without a lock can tell. */
    static boolean isAnyIdle(Collection<Physical> connections) {
        return connections.stream().anyMatch(each -> !each.borrowed() && !each.dropped && !each.gone);
    }

    /** Lends it to who got it from Agroal; nobody has it by then. Returns the borrow's number. */
    long bind(Errand errand) {
        long number = lease + 1;
        permit = errand.permit;
        THREAD.setRelease(this, errand.thread);
        CALLER.setRelease(this, errand.caller);
        SINCE.setRelease(this, errand.since);
        LEASE.setRelease(this, number);
        return number;
    }

    /** The number of the present borrow, or of the idleness since the last. */
    long number() {
        return lease;
    }

    /** Ends the borrow of this number; returns its permit, or null if there is no such borrow any more. */
    Permit takeOff(long number) {
        Permit taken = permit; // first: once the borrow is over, another may begin
        return isBorrow(number) && LEASE.compareAndSet(this, number, number + 1) ? taken : null;
    }

    /** Who has it, or null. */
    Lease lease() {
        while (true) {
            long number = lease;
            if (!isBorrow(number)) {
                return null;
            }
            Thread holder = (Thread) THREAD.getAcquire(this);
            Caller known = (Caller) CALLER.getAcquire(this);
            long heldSince = (long) SINCE.getAcquire(this);
            if (number == lease) {
                return new Lease(number, holder, known == null ? Caller.of(holder) : known, heldSince);
            }
        }
    }

    boolean borrowed() {
        return isBorrow(lease);
    }

    /** How often it was borrowed. */
    long uses() {
        return (lease + 1) / 2;
    }

    private static boolean isBorrow(long number) {
        return (number & 1) != 0;
    }

    /**
     * The reclaimer's word that it is about to end this borrow: given back meanwhile, the connection goes to nobody else.
     *
     * @return false when it is somebody else's, or nobody's, by now; nothing is claimed then
     */
    boolean claim(long number) {
        claimed = number;
        // Looked at after the claim is visible: a return that this does not see yet will see the claim.
        if (lease != number || handle == null) {
            claimed = NONE;
            return false;
        }
        return true;
    }

    void unclaim() {
        claimed = NONE;
    }

    boolean isClaimed(long number) {
        return claimed == number;
    }

    /** When it was given back last, or opened, in ns. */
    long lastUsed() {
        return (long) LAST_USED.getOpaque(this);
    }

    void used(long now) {
        LAST_USED.setOpaque(this, now);
    }

    /** When it was last known to work, in ns. */
    long lastProved() {
        return (long) LAST_PROVED.getOpaque(this);
    }

    void proved(long now) {
        LAST_PROVED.setOpaque(this, now);
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

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Physical.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
