package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupRequest;
import java.time.Instant;

/**
 * A cleanup that ended.
 *
 * @param id counts cleanups since the start
 * @param at when it ended
 * @param plan what it set out to do; empty when the server could not be asked
 * @param failure what the server or the driver said when it broke off, without secrets; null when it did not
 * @param before the pool before it
 * @param after the pool after it
 */
public record CleanupReport(
        long id,
        Instant at,
        CleanupRequest request,
        CleanupPlan plan,
        CleanupOutcome outcome,
        String failure,
        PoolCounts before,
        PoolCounts after) {}
