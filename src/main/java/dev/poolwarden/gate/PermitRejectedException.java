package dev.poolwarden.gate;

/** The gate admitted no connection; {@link #rejection} holds the figures of that moment. */
public final class PermitRejectedException extends DatabaseAccessException {

    private static final long serialVersionUID = 1;

    private final transient Rejection rejection;

    public PermitRejectedException(Rejection rejection) {
        super(rejection.message(), sqlState(rejection.cause()), rejection.retryAfterSeconds(), null);
        this.rejection = rejection;
    }

    /** Why; null only after serialisation. */
    public Rejection rejection() {
        return rejection;
    }

    private static String sqlState(Rejection.Cause cause) {
        return switch (cause) {
            case TIMED_OUT, TOO_LATE, SHED, SELF_BLOCKED, BACKLOG_FULL -> "53300";
            case BREAKER_OPEN -> "08001";
            case NOTHING_FITS -> "53300";
            case DRAINING -> "57P03";
        };
    }
}
