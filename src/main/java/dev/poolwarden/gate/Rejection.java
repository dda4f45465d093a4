package dev.poolwarden.gate;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Why a caller was not admitted, with the figures of that moment.
 *
 * @param cause what made the gate refuse
 * @param limit permits there are
 * @param inFlight permits out
 * @param waiting callers waiting
 * @param waited how long this caller waited
 * @param retryAfterSeconds when trying again makes sense, at least 1 s
 */
public record Rejection(Cause cause, int limit, int inFlight, int waiting, Duration waited, int retryAfterSeconds)
        implements Admission, Serializable {

    /** What makes the gate refuse. */
    public enum Cause {
        /** Every usable permit stayed out for as long as this caller may wait. */
        TIMED_OUT("every permit stayed out"),
        /** Those ahead in the backlog alone would take longer than this caller may wait. */
        TOO_LATE("it could not be served in time"),
        /** It made room in the backlog for callers that matter more, or that can still be served in time. */
        SHED("others went first while too many wait"),
        /** Every permit is held by a thread that waits for another one, this one too. */
        SELF_BLOCKED("every permit is held by a thread that waits for one more"),
        /** As many callers wait as may wait. */
        BACKLOG_FULL("too many callers wait already"),
        /** The circuit breaker keeps requests from a database in trouble. */
        BREAKER_OPEN("the circuit breaker is open, the database is in trouble"),
        /** No connection is open, and the server has no room for one. */
        NOTHING_FITS("no connection is open, and none fits on the server"),
        /** The application is shutting down. */
        DRAINING("the application is shutting down");

        private final String sentence;

        Cause(String sentence) {
            this.sentence = sentence;
        }

        /** Whether there was no permit to be had in time, as opposed to a database or an application that admits nobody. */
        public boolean isForWantOfPermits() {
            return switch (this) {
                case TIMED_OUT, TOO_LATE, SHED, SELF_BLOCKED, BACKLOG_FULL -> true;
                case BREAKER_OPEN, NOTHING_FITS, DRAINING -> false;
            };
        }

        /** The name on the wire: lower case with underscores. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happened, the values involved and what to do, in one line. */
    public String message() {
        return "No database connection admitted: %s (in flight %d of %d, waiting %d, waited %d ms); retry in %d s"
                .formatted(cause.sentence, inFlight, limit, waiting, waited.toMillis(), retryAfterSeconds);
    }
}
