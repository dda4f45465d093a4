package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.pool.ConnectionHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Knows every connection of the pool: Agroal tells it of each step in a connection's life, and it keeps the books that
 * Agroal's own metrics do not: whose permit a connection carries, how worn it is, how many there really are on the server.
 *
 * <p>A permit travels with its connection. It is laid down by the borrower before Agroal hands out a connection, bound to the
 * one that comes, taken off when that goes back, and released when Agroal has it back: released sooner, the next caller would
 * find no idle connection and open another. Taking off and releasing happen on one thread, so the permit waits between them in
 * that thread's {@link Errand}; by then the connection may already carry the next borrower's.
 */
final class ConnectionLedger implements AgroalDataSourceListener {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    private final Map<Connection, Physical> connections = new ConcurrentHashMap<>();
    private Physical opening; // open, and not in the pool yet; by Agroal's housekeeping thread alone
    private long openingSince; // in ns, by the same
    private long settledBorrows; // of connections that are no more; guarded by this
    private volatile boolean closed;
    private final Errands errands = new Errands();
    private final Tally tally = new Tally();
    private final IntSupplier living = this::living;
    private final Retirement retirement;
    private final Opening openings;
    private final ReturnJudge returns;
    private final LongSupplier nanoTime;

    ConnectionLedger(Retirement retirement, Opening openings, ReturnJudge returns, LongSupplier nanoTime) {
        this.retirement = retirement;
        this.openings = openings;
        this.returns = returns;
        this.nanoTime = nanoTime;
    }

    Errands errands() {
        return errands;
    }

    /** Most threads ask about the connection that they had last. */
    Physical find(Errand errand, Connection raw) {
        Physical recent = errand.recent;
        return recent != null && recent.raw == raw ? recent : connections.get(raw);
    }

    @Override
    public void beforePoolBlock(long timeout) {
        Errand errand = errands.borrowing();
        if (errand != null && !errand.blocked) {
            errand.blocked = true;
            errand.blockedSince = nanoTime.getAsLong();
        }
    }

    @Override
    public void beforeConnectionCreation() {
        Thread.interrupted(); // meant for the opening before, whose caller gave up; Agroal leaves it to the next one
        openings.await(connections.values());
        openingSince = nanoTime.getAsLong();
    }

    @Override
    public void onConnectionCreation(Connection connection) {
        long now = nanoTime.getAsLong();
        opening = openings.meet(connection, connections.values(), now, retirement.expiry(now));
        opening.raw = connection;
        connections.put(connection, opening);
        tally.created(now - openingSince);
        if (closed) {
            throw new IllegalStateException("The pool was closed meanwhile");
        }
        openings.succeeded();
    }

    @Override
    public void onConnectionPooled(Connection connection) {
        opening = null;
        openings.pooled();
    }

    @Override
    public void onConnectionCreationFailure(SQLException error) {
        if (error.getCause() instanceof ConnectPostponed) { // the first one did not fit: no failure of the server's
            openings.pooled();
            return;
        }
        tally.failures.increment();
        openings.failed(error);
        if (opening != null) { // an interceptor failed; Agroal forgets the connection without closing it
            forsake(opening);
            opening = null;
        }
    }

    private void forsake(Physical physical) {
        physical.closeServer();
        depart(physical);
        connections.values().removeIf(each -> each == physical);
    }

    /** Closes what Agroal has left open at its end: connections that it had dropped and not closed yet. */
    void close() {
        closed = true;
        connections.values().forEach(this::forsake);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        Errand errand = errands.mine();
        Physical physical = find(errand, connection);
        boolean onceMore = errand.asksOnceMore;
        errand.asksOnceMore = false;
        if (onceMore || physical == null || physical.borrowed()) {
            return;
        }
        if (!errand.borrows() || errand.served != null) {
            physical.recovering = !physical.dropped;
            return;
        }
        if (physical.uses() == 0) {
            tally.firstBorrows.increment();
        }
        errand.recent = physical;
        errand.lease = physical.bind(errand);
        errand.served = physical;
    }

    @Override
    public void beforeConnectionReturn(Connection connection) {
        Errand errand = errands.mine();
        Physical physical = find(errand, connection);
        if (physical == null) {
            return;
        }
        long lease = physical.number();
        Permit permit = physical.takeOff(lease);
        if (permit != null) {
            long ended = returns.judge(physical, lease, living);
            errands.beginToReturn(errand, physical, permit).ended = ended;
        } else if (physical.recovering) {
            physical.recovering = false;
            errands.beginToReturn(errand, physical, null);
        }
    }

    /** Gives a connection back that another thread has, as if that one had closed it. */
    void giveBackInAnothersPlace(ConnectionHandler handle) throws SQLException {
        Errand errand = errands.mine();
        errand.inAnothersPlace = true;
        try {
            handle.transactionEnd();
        } finally {
            errand.inAnothersPlace = false;
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        releaseLeaving(connection);
    }

    @Override
    public void onConnectionReap(Connection connection) {
        tally.reaped.increment();
        drop(connection);
    }

    @Override
    public void onConnectionFlush(Connection connection) {
        tally.flushed.increment();
        drop(connection);
    }

    @Override
    public void onConnectionInvalid(Connection connection) {
        tally.invalid.increment();
        drop(connection);
    }

    @Override
    public void onConnectionLeak(Connection connection, Thread thread) {
        tally.leaks.increment();
    }

    /** Agroal has dropped it and will close it in its own time. */
    private void drop(Connection connection) {
        Physical physical = connections.get(connection);
        if (physical != null) {
            physical.doomed = true;
            physical.dropped = true;
            if (!retirement.isWorn(physical, nanoTime.getAsLong())) {
                openings.lost();
            }
        }
        releaseLeaving(connection);
    }

    /** It is back with Agroal; by now another thread may have borrowed it. */
    private void releaseLeaving(Connection connection) {
        returns.forgetTrouble();
        Errand errand = errands.mine();
        Permit permit = errands.endToReturn(errand, connection);
        if (permit != null) {
            permit.recycle(errand.ended);
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        Physical physical = connections.get(connection);
        if (physical != null) {
            depart(physical); // first: off the books while its process lives on, it would look like somebody else's
            connections.remove(connection);
        }
    }

    private void depart(Physical physical) {
        openings.closed(physical);
        physical.gone = true;
        tally.retired.increment();
        Permit permit = physical.takeOff(physical.number());
        if (permit != null) {
            permit.release();
        }
        settle(physical);
    }

    private synchronized void settle(Physical physical) {
        if (!physical.settled) {
            physical.settled = true;
            settledBorrows += physical.uses();
        }
    }

    /** Borrows since the start. Counted when somebody asks: each connection counts its own, and leaves the count behind. */
    synchronized long borrows() {
        long borrows = settledBorrows;
        for (Physical each : connections.values()) {
            borrows += each.settled ? 0 : each.uses();
        }
        return borrows;
    }

    Tally tally() {
        return tally;
    }

    Collection<Physical> all() {
        return connections.values();
    }

    /** Connections that somebody has. */
    int inUse() {
        return (int) connections.values().stream().filter(Physical::borrowed).count();
    }

    /** Connections open on the server, those about to be closed too. */
    int established() {
        return (int) connections.values().stream().filter(each -> !each.gone).count();
    }

    /** Connections that are to stay. */
    int living() {
        return (int) connections.values().stream().filter(each -> !each.doomed).count();
    }

    /** The one thing that Agroal has to say to a borrower: that it failed to open a connection, and will make him wait. */
    @Override
    public void onInfo(String message) {
        if (errands.borrowing() != null) {
            throw new OpeningFailed(message);
        }
    }

    @Override
    public void onWarning(String message) {
        LOG.debug(message);
    }

    @Override
    public void onWarning(Throwable warning) {
        LOG.debug(warning.getMessage());
    }
}
