package dev.poolwarden.breaker;

import java.sql.SQLException;

/** Which SQLStates say that the database itself is in trouble, and not the statement or the load. */
public final class TroubleStates {

    private TroubleStates() {}

    /**
     * True for connection failures (08*), exhausted resources (53*) and a server that shuts down, crashed or starts (57P0x).
     * Everything else (bad data 22, constraints 23, conflicts 40, syntax and rights 42, a timed out or cancelled statement
     * 57014) is the business of whoever sent the statement.
     */
    public static boolean count(SQLException error) {
        String state = error.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0"));
    }
}
