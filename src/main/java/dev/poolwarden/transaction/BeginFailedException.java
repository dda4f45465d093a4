package dev.poolwarden.transaction;

import java.sql.SQLException;

/** A transaction could not begin in its isolation level, most often for want of a connection, which the cause tells. */
public final class BeginFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BeginFailedException(SQLException cause) {
        super("The transaction could not begin: " + cause.getMessage(), cause);
    }
}
