package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.PlannedRetirement;
import java.sql.SQLException;
import java.util.List;

/** The seam to the pool: what control may ask of it. Thread-safe. */
public interface ManagedPool {

    /** The pool's figures now; never waits. */
    PoolCounts counts();

    /** Told at every tick while the database answers: opens what is missing of the base size, unless it backs off. */
    void refill();

    /** The database answers again: connections from before may be dead, and attempts to connect need not wait any longer. */
    void recovered();

    /**
     * What a cleanup would retire, at most {@code max} connections. Asks the server which of the idle ones live.
     *
     * @throws SQLException when the server does not answer
     */
    List<PlannedRetirement> planCleanup(CleanupMode mode, int max) throws SQLException;

    /**
     * Retires what was planned and waits, for a bounded time, until those that were idle are gone from the server.
     *
     * @throws SQLException when the server does not answer; what was planned goes all the same
     */
    Retired retire(List<PlannedRetirement> plan) throws SQLException;

    /** How many connections went, and how many go when their holders give them back. */
    record Retired(int gone, int pending) {}
}
