package dev.poolwarden.api;

/**
 * A sign-in that is not even checked, because too many from its address failed moments ago. Comes as the cause of Quarkus'
 * own failure of a sign-in, which is final, so that it is a 401 wherever nobody looks for it.
 */
final class TooManySignInsException extends Exception {

    private static final long serialVersionUID = 1;

    private final long retryAfterSeconds;

    TooManySignInsException(long retryAfterSeconds) {
        super("Too many failed sign-ins from this address; wait " + retryAfterSeconds + " s");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
