package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Callers;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.pool.wrapper.ConnectionWrapper;
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
 * a thread-local; by then the connection may already carry the next borrower's.
 */
final class ConnectionLedger implements AgroalDataSourceListener {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** Stands for the transaction manager's recovery, which has no permit to give back. */
    private static final Borrower RECOVERY = new Borrower(null, null, 0);

    private final Map<Connection, Physical> connections = new ConcurrentHashMap<>();
    private Physical opening; // open, and not in the pool yet; by Agroal's housekeeping thread alone
    private volatile boolean closed;
    private final ThreadLocal<Borrower> arriving = new ThreadLocal<>();
    private final ThreadLocal<Borrower> leaving = new ThreadLocal<>();
    private final Tally tally = new Tally();
    private final IntSupplier living = this::living;
    private final Retirement retirement;
    private final Opening openings;
    private final ReturnJudge returns;
    private final TakenBack takenBack;
    private final Callers callers;
    private final LongSupplier nanoTime;

    ConnectionLedger(
            Retirement retirement,
            Opening openings,
            ReturnJudge returns,
            TakenBack takenBack,
            Callers callers,
            LongSupplier nanoTime) {
        this.retirement = retirement;
        this.openings = openings;
        this.returns = returns;
        this.takenBack = takenBack;
        this.callers = callers;
        this.nanoTime = nanoTime;
    }

    /** Where a connection comes from. */
    @FunctionalInterface
    interface Source {
        Connection get() throws SQLException;
    }

    /** Takes a connection from the source and binds the permit to it; the permit is back if none comes. */
    Connection borrow(Permit permit, Source source) throws SQLException {
        try {
            Borrower borrower = new Borrower(permit, callers.current(permit.admittedAt()), permit.admittedAt());
            arriving.set(borrower);
            openings.requireHope(connections.values());
            Connection connection = source.get();
            takenBack.forget();
            if (!borrower.served) { // two threads of one transaction asked at once, and share a connection
                permit.release();
            }
            keepHandle(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            unbind(arriving.get());
            permit.release();
            throw e;
        } finally {
            arriving.remove();
        }
    }

    /** The borrower on this thread, or null: then it is Agroal's housekeeping that asks. */
    Borrower arrival() {
        return arriving.get();
    }

    Physical find(Connection connection) {
        return connections.get(((ConnectionWrapper) connection).getHandler().rawConnection());
    }

    private void keepHandle(Connection connection) {
        if (connection instanceof ConnectionWrapper wrapper) {
            Physical physical = connections.get(wrapper.getHandler().rawConnection());
            if (physical != null) {
                physical.handle = wrapper.getHandler();
            }
        }
    }

    private void unbind(Borrower borrower) { // null if there is none yet; it would match what others are about to get
        connections.values().stream()
                .filter(each -> borrower != null && each.borrower() == borrower)
                .forEach(this::takeOff);
    }

    @Override
    public void beforeConnectionCreation() {
        openings.await(connections.values());
    }

    @Override
    public void onConnectionCreation(Connection connection) {
        long now = nanoTime.getAsLong();
        opening = openings.meet(connection, connections.values(), now, retirement.expiry(now));
        connections.put(connection, opening);
        tally.created.increment();
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
        connections.values().removeIf(each -> each == physical);
        leave(physical);
    }

    /** Closes what Agroal has left open at its end: connections that it had dropped and not closed yet. */
    void close() {
        closed = true;
        connections.values().forEach(this::forsake);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        Borrower borrower = arriving.get();
        Physical physical = connections.get(connection);
        if (physical == null || physical.borrowed()) {
            return; // a transaction's own connection once more
        }
        if (borrower == null || borrower.served) {
            physical.recovering = !physical.dropped;
            return;
        }
        borrower.served = true;
        if (physical.uses++ == 0) {
            tally.firstBorrows.increment();
        }
        physical.bind(borrower);
        tally.inUse.incrementAndGet();
        tally.borrowed.increment();
    }

    @Override
    public void beforeConnectionReturn(Connection connection) {
        Physical physical = connections.get(connection);
        Borrower borrower = physical == null ? null : takeOff(physical);
        if (borrower != null) {
            returns.judge(physical, borrower, living);
            leaving.set(borrower);
        } else if (physical != null && physical.recovering) {
            physical.recovering = false;
            leaving.set(RECOVERY);
        }
    }

    private Borrower takeOff(Physical physical) {
        Borrower borrower = physical.takeOff();
        if (borrower != null) {
            tally.inUse.decrementAndGet();
        }
        return borrower;
    }

    /** Whose connection this thread gives back, for the first time since it was borrowed; null when it does not. */
    Borrower returning() {
        return leaving.get();
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        releaseLeaving();
    }

    @Override
    public void onConnectionReap(Connection connection) {
        drop(connection);
    }

    @Override
    public void onConnectionFlush(Connection connection) {
        drop(connection);
    }

    @Override
    public void onConnectionInvalid(Connection connection) {
        drop(connection);
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
        releaseLeaving();
    }

    private void releaseLeaving() {
        returns.forgetTrouble();
        Borrower borrower = leaving.get();
        if (borrower != null) {
            leaving.remove();
            release(borrower);
        }
    }

    private static void release(Borrower borrower) {
        if (borrower != null && borrower.permit != null) {
            borrower.permit.release();
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        Physical physical = connections.get(connection);
        if (physical != null) {
            leave(physical); // first: off the books while its process lives on, it would look like somebody else's
            connections.remove(connection);
        }
    }

    private void leave(Physical physical) {
        openings.closed(physical);
        physical.gone = true;
        tally.retired.increment();
        release(takeOff(physical));
    }

    Tally tally() {
        return tally;
    }

    Collection<Physical> all() {
        return connections.values();
    }

    /** Connections open on the server, those about to be closed too. */
    int established() {
        return (int) connections.values().stream().filter(each -> !each.gone).count();
    }

    /** Connections that are to stay. */
    int living() {
        return (int) connections.values().stream().filter(each -> !each.doomed).count();
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
