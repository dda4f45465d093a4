package dev.poolwarden.breaker;

import java.sql.SQLException;
import java.util.Set;

/** What SQLStates say of the database itself and of the connection, beside the statement that failed. */
public final class TroubleStates {

    /** The server has no space left on its disk; it goes on reading. */
    public static final String DISK_FULL = "53100";

    /** A write in a session or on a server that only reads. */
    public static final String READ_ONLY = "25006";

    /** Resources of one statement: no space to write to, and a limit that is set for temporary files. */
    private static final Set<String> STATEMENTS_OWN = Set.of(DISK_FULL, "53400");

    /** An idle session was ended because it was idle, which is as it was set. */
    private static final String IDLE_SESSION = "57P05";

    /** The server ends a session that stays in a transaction, idle (25P03) or at all (25P04). */
    private static final Set<String> TRANSACTION_TOO_LONG = Set.of("25P03", "25P04");

    private TroubleStates() {}

    /**
     * Whether the database is in trouble, so that others will fare no better: connection failures (08*), exhausted resources
     * (53*), a server that shuts down, crashed or starts (57P0x). Everything else (bad data 22, constraints 23, conflicts 40,
     * syntax and rights 42, a timed out or cancelled statement 57014) is the business of whoever sent the statement; so is a
     * full disk, which only those meet who write.
     */
    public static boolean count(SQLException error) {
        String state = error.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0"))
                && !STATEMENTS_OWN.contains(state)
                && !IDLE_SESSION.equals(state);
    }

    /** Whether the connection is of no use any more: whatever {@linkplain #count counts}, and sessions that the server ended by a rule. */
    public static boolean endConnection(SQLException error) {
        String state = error.getSQLState();
        return count(error) || IDLE_SESSION.equals(state) || state != null && TRANSACTION_TOO_LONG.contains(state);
    }
}
