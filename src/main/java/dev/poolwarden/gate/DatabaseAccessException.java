package dev.poolwarden.gate;

import java.sql.SQLTransientConnectionException;

/**
 * No connection could be had, for a reason that passes. {@link #getSQLState} says which: 53300 for a full pool or server,
 * 08001 for a database away, 57P03 for an application that is shutting down.
 */
public class DatabaseAccessException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1;

    private final int retryAfterSeconds;

    public DatabaseAccessException(String message, String sqlState, int retryAfterSeconds, Throwable cause) {
        super(message, sqlState, cause);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** When trying again makes sense, at least 1 s. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
