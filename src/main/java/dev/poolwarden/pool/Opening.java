package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * When the next connection may be opened: not while the server needs a pause, not faster than replacements may follow each
 * other, and not before there is room on the server. Called on Agroal's housekeeping thread, but for {@link #lost}.
 */
final class Opening {

    private final ConnectBackoff backoff;
    private final ConnectPace pace;
    private final RoomMaker roomMaker;
    private final DatabaseBreaker breaker;
    private final LongSupplier nanoTime;

    Opening(
            ConnectBackoff backoff,
            ConnectPace pace,
            RoomMaker roomMaker,
            DatabaseBreaker breaker,
            LongSupplier nanoTime) {
        this.backoff = backoff;
        this.pace = pace;
        this.roomMaker = roomMaker;
        this.breaker = breaker;
        this.nanoTime = nanoTime;
    }

    /** Returns when it is time to open one more. */
    void await(Collection<Physical> connections) {
        var state = backoff.state();
        if (state.waitsAt(nanoTime.getAsLong())) {
            throw new ConnectPostponed(state);
        }
        pace.await();
        roomMaker.makeRoom(connections);
        pace.opened();
    }

    void succeeded() {
        backoff.succeeded();
    }

    void failed(SQLException error) {
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
