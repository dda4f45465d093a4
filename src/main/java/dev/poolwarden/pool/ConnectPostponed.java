package dev.poolwarden.pool;

import dev.poolwarden.reading.Fit;
import java.sql.SQLException;

/**
 * No attempt to connect was made: the last ones failed and the next is not due, or no further connection fits on the server.
 * Unchecked to pass through Agroal.
 */
final class ConnectPostponed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient SQLException origin;

    ConnectPostponed(ConnectBackoff.State backoff) {
        this("Not connecting, since the last attempt failed: " + backoff.cause().getMessage(), backoff.cause());
    }

    /** The server has no place even for the reserved connection. */
    ConnectPostponed(SQLException full) {
        this("Not connecting, since the server is full: " + full.getMessage(), full);
    }

    /** There are places, but not for us. */
    ConnectPostponed(Fit fit) {
        this(
                "Not connecting, since %d of %d connections fit on the server".formatted(fit.fits(), fit.configured()),
                new SQLException("no room on the server", "53300"));
    }

    /** Connections of ours that are closed take their places still. */
    ConnectPostponed(int lingering) {
        this(
                "Not connecting, since %d connections that are closed at our end take their places on the server still"
                        .formatted(lingering),
                new SQLException("no room on the server", "53300"));
    }

    private ConnectPostponed(String message, SQLException origin) {
        super(message, origin, false, false);
        this.origin = origin;
    }

    /** Why; what the SQLState is taken from. */
    SQLException origin() {
        return origin;
    }
}
