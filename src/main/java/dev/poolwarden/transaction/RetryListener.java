package dev.poolwarden.transaction;

import java.time.Duration;

/** Hears of retried transactions, on the caller's thread and outside every transaction; must be quick and must not throw. */
public interface RetryListener {

    /** A transaction met a conflict and will be tried again, after its pause. */
    default void retried(Conflict conflict) {}

    /**
     * A transaction met a conflict, and the caller hears of it.
     *
     * @param tries how often it was tried, at least 1
     * @param elapsed since the first try began
     */
    default void gaveUp(Conflict conflict, GaveUp reason, int tries, Duration elapsed) {}
}
