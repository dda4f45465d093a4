package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.PlannedRetirement;
import java.time.Instant;
import java.util.List;

/**
 * A cleanup that ended.
 *
 * @param id counts cleanups since the start
 * @param at when it ended
 * @param plan what it set out to retire
 * @param retired connections of the plan that are closed and gone from the server
 * @param pending those that go when their holder gives them back
 * @param before the pool before it
 * @param after the pool after it
 */
public record CleanupReport(
        long id,
        Instant at,
        CleanupRequest request,
        List<PlannedRetirement> plan,
        int retired,
        int pending,
        PoolCounts before,
        PoolCounts after) {

    public CleanupReport {
        plan = List.copyOf(plan);
    }
}
