package dev.poolwarden.reclaim;

import java.util.Locale;

/**
 * What the server said of one of its processes, at the instant it was asked.
 *
 * @param started when it started, in µs of the server's clock; with the process id it names the backend for good
 * @param changed when its activity last changed, in µs of the server's clock
 * @param unchangedMillis how long ago that was
 * @param transactionMillis age of its transaction; null outside one
 * @param waiting what it waits for, as {@code Type:Event}; null when it does not say
 */
public record Backend(
        Activity activity, long started, long changed, long unchangedMillis, Long transactionMillis, String waiting) {

    /** The server did not answer, or hides what it knows. */
    public static final Backend UNKNOWN = new Backend(Activity.UNKNOWN, 0, 0, 0, null, null);

    /** The server has no such process. */
    public static final Backend GONE = new Backend(Activity.GONE, 0, 0, 0, null, null);

    /** What a backend does. */
    public enum Activity {
        /** A statement runs. */
        WORKING,
        /** It waits for a statement, outside a transaction. */
        IDLE,
        /** It waits for a statement, inside a transaction, perhaps an aborted one. */
        IDLE_IN_TRANSACTION,
        GONE,
        UNKNOWN;

        /** The name on the wire: lower case with underscores. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isIdle() {
            return this == IDLE || this == IDLE_IN_TRANSACTION;
        }
    }
}
