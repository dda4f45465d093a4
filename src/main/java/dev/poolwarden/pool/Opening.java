package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.postgresql.jdbc.PgConnection;

/**
 * When the next connection may be opened: not while the server needs a pause, not faster than replacements may follow each
 * other, not more than fit, and not before there is room on the server. Called on Agroal's housekeeping thread, but for {@link #lost}.
 */
final class Opening {

    private final ConnectBackoff backoff;
    private final ConnectPace pace;
    private final FitWatch fits;
    private final RoomMaker roomMaker;
    private final PoolerWatch poolers;
    private final DatabaseBreaker breaker;
    private final LongSupplier nanoTime;
    private volatile Exception lastFailure; // a ConnectPostponed, or what the driver threw

    Opening(
            ConnectBackoff backoff,
            ConnectPace pace,
            FitWatch fits,
            RoomMaker roomMaker,
            PoolerWatch poolers,
            DatabaseBreaker breaker,
            LongSupplier nanoTime) {
        this.backoff = backoff;
        this.pace = pace;
        this.fits = fits;
        this.roomMaker = roomMaker;
        this.poolers = poolers;
        this.breaker = breaker;
        this.nanoTime = nanoTime;
    }

    /** Returns when it is time to open one more. */
    void await(Collection<Physical> connections) {
        try {
            awaitRoom(connections);
        } catch (ConnectPostponed e) {
            lastFailure = e;
            throw e;
        }
    }

    private void awaitRoom(Collection<Physical> connections) {
        var state = backoff.state();
        if (state.waitsAt(nanoTime.getAsLong())) {
            throw new ConnectPostponed(state);
        }
        pace.await();
        int room = fits.requireRoom(Physical.pooled(connections)); // what Agroal has dropped is closed first
        try {
            roomMaker.makeRoom(connections, room);
        } catch (ConnectPostponed e) {
            fits.refused();
            throw e;
        }
        pace.opened();
        fits.opening();
    }

    /**
     * Why the last connection could not be opened.
     *
     * @throws ConnectPostponed when it was not even tried
     */
    SQLException lastFailure() {
        Exception last = lastFailure;
        if (last instanceof ConnectPostponed postponed) {
            throw postponed;
        }
        return last == null ? new SQLException("The connection could not be opened", "08001") : (SQLException) last;
    }

    /** Spares a borrower the wait for a connection while nothing is open and nothing fits. */
    void requireHope(Collection<Physical> connections) {
        if (connections.isEmpty()) {
            fits.requireHope();
        }
    }

    /** Asks the one just opened who serves it; an SQLException, not declared, when nobody answers. */
    Physical meet(Connection opened, Collection<Physical> others, long now, long expires) {
        PgConnection server = unwrap(opened);
        ServerProcess process = poolers.meet(server, others);
        roomMaker.met(process);
        fits.met(server);
        return new Physical(server, process, now, expires, WriteAccess.isReadOnly(server));
    }

    private static PgConnection unwrap(Connection connection) {
        try {
            return connection.unwrap(PgConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException("Poolwarden guards PostgreSQL connections only", e);
        }
    }

    void succeeded() {
        lastFailure = null;
        backoff.succeeded();
    }

    /** It is in the books. */
    void pooled() {
        fits.opened();
    }

    void failed(SQLException error) {
        lastFailure = error;
        fits.opened();
        backoff.failed(error, nanoTime.getAsLong());
        breaker.failed(error);
    }

    /** One of the pool's connections is about to go. */
    void lost() {
        pace.lost();
    }

    /** One of them is closed. */
    void closed(Physical connection) {
        roomMaker.closed(connection);
    }
}
