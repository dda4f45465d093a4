package dev.poolwarden.reclaim;

import java.sql.SQLRecoverableException;

/**
 * The connection was taken from its holder because it was held without working, or because an operator asked for all of them.
 * The server has rolled back what was not committed. SQLState 08003; borrow another connection.
 */
public final class ConnectionReclaimedException extends SQLRecoverableException {

    private static final long serialVersionUID = 1;

    public static final String SQL_STATE = "08003";

    private final Evidence evidence;

    /** @param taken the connection as it was when it was taken */
    public ConnectionReclaimedException(PooledConnection taken, Evidence evidence) {
        super(message(taken, evidence), SQL_STATE);
        this.evidence = evidence;
    }

    /** Why it was taken, in words that name nobody. */
    public String reason() {
        return sentence(evidence);
    }

    private static String message(PooledConnection taken, Evidence evidence) {
        return ("This connection was taken back: %s (backend %d, borrowed by %s, held %d ms, %d ms of it without a statement);"
                        + " what was not committed is rolled back; borrow another one, and give it back before waiting for anything else")
                .formatted(
                        sentence(evidence),
                        taken.pid(),
                        taken.holder().caller().site(),
                        taken.holder().heldMillis(),
                        taken.heldIdleMillis());
    }

    private static String sentence(Evidence evidence) {
        return switch (evidence) {
            case LEAKED -> "it was held without working";
            case IDLE_IN_TRANSACTION -> "its transaction was left open without working";
            case DEAD -> "the server no longer had it";
            case SURPLUS, REPLACED, DEMANDED -> "an operator took all connections";
        };
    }
}
