package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.util.OptionalInt;

/** A guarded pool, as an application would have it. Thread-safe. */
interface Peer extends AutoCloseable {

    /**
     * Does the work on a connection of the pool, and gives the connection back.
     *
     * @throws Rejected when the guard, or the pool after its timeout, gave no connection
     * @throws SQLException when anything else went wrong
     */
    void call(Kind kind, Work work) throws Rejected, SQLException;

    /** How many may work at once by now, where that adapts. */
    default OptionalInt limit() {
        return OptionalInt.empty();
    }

    @Override
    void close();
}
