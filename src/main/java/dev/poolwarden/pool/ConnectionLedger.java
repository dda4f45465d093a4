package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.gate.Permit;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

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

    private final Map<Connection, Physical> connections = new ConcurrentHashMap<>();
    private Physical opening; // open, and not in the pool yet; by Agroal's housekeeping thread alone
    private volatile boolean closed;
    private final ThreadLocal<Arrival> arriving = new ThreadLocal<>();
    private final ThreadLocal<Permit> leaving = new ThreadLocal<>();
    private final Tally tally = new Tally();
    private final Retirement retirement;
    private final ConnectBackoff backoff;
    private final DatabaseBreaker breaker;
    private final TroubleSorter sorter;
    private final RoomMaker roomMaker;
    private final PoolerWatch poolers;
    private final LongSupplier nanoTime;

    ConnectionLedger(
            Retirement retirement,
            ConnectBackoff backoff,
            DatabaseBreaker breaker,
            TroubleSorter sorter,
            RoomMaker roomMaker,
            PoolerWatch poolers,
            LongSupplier nanoTime) {
        this.retirement = retirement;
        this.backoff = backoff;
        this.breaker = breaker;
        this.sorter = sorter;
        this.roomMaker = roomMaker;
        this.poolers = poolers;
        this.nanoTime = nanoTime;
    }

    /** Where a connection comes from. */
    @FunctionalInterface
    interface Source {
        Connection get() throws SQLException;
    }

    /** Takes a connection from the source and binds the permit to it; the permit is back if none comes. */
    Connection borrow(Permit permit, Source source) throws SQLException {
        Arrival arrival = new Arrival(permit);
        arriving.set(arrival);
        try {
            Connection connection = source.get();
            if (!arrival.served) { // two threads of one transaction asked at once, and share a connection
                permit.release();
            }
            keepHandle(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            unbind(permit);
            permit.release();
            throw e;
        } finally {
            arriving.remove();
        }
    }

    /** The borrower on this thread, or null: then it is Agroal's housekeeping that asks. */
    Arrival arrival() {
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

    private void unbind(Permit permit) {
        connections.values().stream().filter(each -> each.permit == permit).forEach(this::takeOff);
    }

    @Override
    public void beforeConnectionCreation() {
        var state = backoff.state();
        if (state.waitsAt(nanoTime.getAsLong())) {
            throw new ConnectPostponed(state);
        }
        roomMaker.makeRoom(connections.values());
    }

    @Override
    public void onConnectionCreation(Connection connection) {
        long now = nanoTime.getAsLong();
        PgConnection server = unwrap(connection);
        Backend backend = poolers.meet(server, connections.values());
        opening = new Physical(server, backend, now, retirement.expiry(now));
        connections.put(connection, opening);
        tally.created.increment();
        if (closed) {
            throw new IllegalStateException("The pool was closed meanwhile");
        }
        backoff.succeeded();
    }

    @Override
    public void onConnectionPooled(Connection connection) {
        opening = null;
    }

    @Override
    public void onConnectionCreationFailure(SQLException error) {
        tally.failures.increment();
        backoff.failed(error, nanoTime.getAsLong());
        breaker.failed(error);
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
        Arrival arrival = arriving.get();
        Physical physical = connections.get(connection);
        if (arrival == null || arrival.served || physical == null || physical.borrowed) {
            return; // a transaction's own connection once more, or Agroal's recovery
        }
        arrival.served = true;
        physical.permit = arrival.permit;
        physical.borrowed = true;
        if (physical.uses++ == 0) {
            tally.firstBorrows.increment();
        }
        tally.inUse.incrementAndGet();
        tally.borrowed.increment();
    }

    @Override
    public void beforeConnectionReturn(Connection connection) {
        Physical physical = connections.get(connection);
        if (physical == null || !physical.borrowed) {
            return;
        }
        long now = nanoTime.getAsLong();
        physical.lastUsed = now;
        SQLException error = sorter.takeTrouble();
        if (error != null) {
            breaker.failed(error);
        } else {
            breaker.succeeded();
            physical.lastProved = now;
        }
        if (physical.handle != null && (physical.doomed || retirement.isWorn(physical, now))) {
            physical.handle.setFlushOnly();
        }
        leaving.set(takeOff(physical));
    }

    private Permit takeOff(Physical physical) {
        Permit permit = physical.permit;
        physical.permit = null;
        if (physical.borrowed) {
            physical.borrowed = false;
            tally.inUse.decrementAndGet();
        }
        return permit;
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
        }
        releaseLeaving();
    }

    private void releaseLeaving() {
        sorter.takeTrouble(); // resetting a dead connection on its way back fails once more
        Permit permit = leaving.get();
        if (permit != null) {
            leaving.remove();
            permit.release();
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        Physical physical = connections.remove(connection);
        if (physical != null) {
            leave(physical);
        }
    }

    private void leave(Physical physical) {
        roomMaker.closed(physical);
        physical.gone = true;
        tally.retired.increment();
        Permit permit = takeOff(physical);
        if (permit != null) {
            permit.release();
        }
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

    private static PgConnection unwrap(Connection connection) {
        try {
            return connection.unwrap(PgConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException("Poolwarden guards PostgreSQL connections only", e);
        }
    }
}
