package dev.poolwarden.pool;

/** No attempt to connect was made, since the last ones failed and the next is not due; unchecked to pass through Agroal. */
final class ConnectPostponed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ConnectBackoff.State backoff;

    ConnectPostponed(ConnectBackoff.State backoff) {
        super(
                "Not connecting, since the last attempt failed: "
                        + backoff.cause().getMessage(),
                backoff.cause(),
                false,
                false);
        this.backoff = backoff;
    }

    /** The failure that began the wait. */
    java.sql.SQLException origin() {
        return backoff.cause();
    }
}
