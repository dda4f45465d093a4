package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.PlannedRetirement;
import java.util.List;

/** The seam to the pool: what control may ask of it. Thread-safe. */
public interface ManagedPool {

    /** The pool's figures now; never waits. */
    PoolCounts counts();

    /** What a cleanup would retire, at most {@code max} connections; asks idle connections whether they live. */
    List<PlannedRetirement> planCleanup(CleanupMode mode, int max);

    /** Retires what was planned and waits, for a bounded time, until those that were idle are gone from the server. */
    Retired retire(List<PlannedRetirement> plan);

    /** How many connections went, and how many go when their holders give them back. */
    record Retired(int gone, int pending) {}
}
