package dev.poolwarden.transaction;

/** The work was done, and its commit failed. The transaction manager's error is the cause. */
public final class CommitFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Outcome outcome;
    private final String sqlState;

    CommitFailedException(Outcome outcome, String sqlState, Throwable cause) {
        super(message(outcome, sqlState), cause);
        this.outcome = outcome;
        this.sqlState = sqlState;
    }

    /** Whether anything of the transaction may be left. */
    public Outcome outcome() {
        return outcome;
    }

    /** What the database said, or null if it said nothing. */
    public String sqlState() {
        return sqlState;
    }

    private static String message(Outcome outcome, String sqlState) {
        String reason = sqlState == null ? "" : " (SQLState " + sqlState + ")";
        return switch (outcome) {
            case ROLLED_BACK -> "The transaction was rolled back instead of committed" + reason;
            case UNKNOWN ->
                "Whether the transaction was committed is unknown" + reason
                        + "; look at the data before doing its work again";
        };
    }
}
