package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import java.sql.SQLException;

/** The seam to the pool: what control may ask of it. Thread-safe. */
public interface ManagedPool {

    /** The pool's figures now; never waits. */
    PoolCounts counts();

    /** Told at every tick while the database answers: opens what is missing of the base size, unless it backs off. */
    void refill();

    /**
     * Told at every tick how many connections will be needed soon: what is missing of them beyond the base size is opened one by
     * one, and what is there of them stays, used or not. Returns at once.
     *
     * @param connections 0 and above; zero where nothing is known, or nothing shall be opened
     */
    void expect(int connections);

    /** Connections that were opened because they were expected to be needed, since the start. */
    long prewarmed();

    /** The database answers again: connections from before may be dead, and attempts to connect need not wait any longer. */
    void recovered();

    /**
     * Every connection, with what the server says of it.
     *
     * @throws SQLException when the server does not answer
     */
    Census census() throws SQLException;

    /** The same without the server, which then is unknown; never waits. */
    Census blindCensus();

    /**
     * Does what was planned and waits, for a bounded time, until the server confirms it. One call at a time.
     *
     * @throws SQLException when the server does not answer; what was planned to be retired goes all the same
     */
    CleanupOutcome cleanUp(CleanupPlan plan) throws SQLException;
}
