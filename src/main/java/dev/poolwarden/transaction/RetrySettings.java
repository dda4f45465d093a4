package dev.poolwarden.transaction;

import java.time.Duration;

/**
 * How often and how long a transaction is tried.
 *
 * @param maxTries tries in all, the first one too, 1 to 20
 * @param firstBackoff longest pause after the first try; doubles with each further one; 1 ms to {@code maxBackoff}
 * @param maxBackoff what that grows to, up to 1 min
 * @param maxTime from the beginning of the first try to that of the last, 0 to 10 min; a try that has begun is not cut
 */
public record RetrySettings(int maxTries, Duration firstBackoff, Duration maxBackoff, Duration maxTime) {

    static final int MOST_TRIES = 20;

    public RetrySettings {
        requireTries(maxTries);
        require("max-backoff", maxBackoff, Duration.ofMillis(1), Duration.ofMinutes(1), "1 ms to 1 min");
        require(
                "first-backoff",
                firstBackoff,
                Duration.ofMillis(1),
                maxBackoff,
                "1 ms to transactions.max-backoff, which is " + maxBackoff);
        require("max-time", maxTime, Duration.ZERO, Duration.ofMinutes(10), "0 s to 10 min");
    }

    /** The same with another number of tries, 1 to 20. */
    RetrySettings withMaxTries(int tries) {
        return new RetrySettings(tries, firstBackoff, maxBackoff, maxTime);
    }

    /** The same with another time, 0 to 10 min. */
    RetrySettings withMaxTime(Duration time) {
        return new RetrySettings(maxTries, firstBackoff, maxBackoff, time);
    }

    private static void requireTries(int tries) {
        if (tries < 1 || tries > MOST_TRIES) {
            throw new IllegalArgumentException(
                    "transactions.max-tries is " + tries + "; allowed is 1 to " + MOST_TRIES);
        }
    }

    private static void require(String name, Duration value, Duration least, Duration most, String allowed) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("transactions." + name + " is " + value + "; allowed is " + allowed);
        }
    }
}
