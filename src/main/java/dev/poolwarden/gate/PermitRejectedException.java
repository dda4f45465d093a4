package dev.poolwarden.gate;

/**
 * The gate admitted no connection; {@link #rejection} holds the figures of that moment.
 *
 * <p>It has no stack trace, and its message is put together when somebody asks: it is thrown thousands of times a second when the
 * database has least to spare, and says nothing of the code that it passes through.
 */
public final class PermitRejectedException extends DatabaseAccessException {

    private static final long serialVersionUID = 1;

    private final Rejection rejection;

    public PermitRejectedException(Rejection rejection) {
        super(null, sqlState(rejection.cause()), rejection.retryAfterSeconds(), null);
        this.rejection = rejection;
    }

    /** Why. */
    public Rejection rejection() {
        return rejection;
    }

    @Override
    public String getMessage() {
        return rejection == null
                ? null
                : rejection.message(); // a DriverManager that logs asks while this is being made
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
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
