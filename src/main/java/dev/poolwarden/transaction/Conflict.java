package dev.poolwarden.transaction;

import java.util.Optional;

/**
 * Why a transaction that did nothing wrong may fail: another one was in its way. PostgreSQL has rolled it back by the time it
 * says so, and the same work done anew may succeed.
 *
 * @see <a href="https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html">Serialization failure
 *     handling</a>
 */
public enum Conflict {
    SERIALIZATION_FAILURE("40001"),
    DEADLOCK_DETECTED("40P01"),
    /** Somebody else's lock, with {@code NOWAIT} or after {@code lock_timeout}. */
    LOCK_NOT_AVAILABLE("55P03");

    private final String sqlState;

    Conflict(String sqlState) {
        this.sqlState = sqlState;
    }

    public String sqlState() {
        return sqlState;
    }

    /** The conflict that this SQLState tells of, if it does; null tells of none. */
    static Optional<Conflict> of(String sqlState) {
        for (Conflict conflict : values()) {
            if (conflict.sqlState.equals(sqlState)) {
                return Optional.of(conflict);
            }
        }
        return Optional.empty();
    }
}
