package dev.poolwarden.reclaim;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a connection may be held without working, and what counts as evidence that it is: only what the server says. Where
 * the server says nothing there is no evidence, and a running statement is never any, however long it runs.
 *
 * @param leakAfter outside a transaction, 1 s to 24 h
 * @param idleInTransactionAfter inside one, where it may hold locks, 1 s to 24 h
 */
public record ReclaimLimits(Duration leakAfter, Duration idleInTransactionAfter) {

    public ReclaimLimits {
        require("cleanup.leak-after", leakAfter);
        require("cleanup.idle-in-transaction-after", idleInTransactionAfter);
    }

    /** The longer of the two: nothing is held beyond it without being due. */
    public Duration longest() {
        return leakAfter.compareTo(idleInTransactionAfter) > 0 ? leakAfter : idleInTransactionAfter;
    }

    private static void require(String name, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed is 1 s to 24 h");
        }
    }

    /** Why its holder may lose it; empty while there is no evidence. */
    public Optional<Evidence> evidence(PooledConnection connection) {
        if (!connection.borrowed()) {
            return Optional.empty();
        }
        return switch (connection.backend().activity()) {
            case IDLE -> beyond(leakAfter, connection.heldIdleMillis(), Evidence.LEAKED);
            case IDLE_IN_TRANSACTION ->
                beyond(idleInTransactionAfter, connection.heldIdleMillis(), Evidence.IDLE_IN_TRANSACTION);
            case GONE -> beyond(leakAfter, connection.holder().heldMillis(), Evidence.DEAD);
            case WORKING, UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Evidence> beyond(Duration limit, long millis, Evidence evidence) {
        return millis >= limit.toMillis() ? Optional.of(evidence) : Optional.empty();
    }
}
