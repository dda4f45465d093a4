package dev.poolwarden.reclaim;

import java.util.OptionalDouble;

/**
 * How one place in the application uses the connections it borrows, by samples of the last minutes; older ones count less and
 * less, by half every five minutes.
 *
 * @param site see {@link Caller#site}
 * @param holding connections it holds now
 * @param meanHeldMillis how long it held those that a sample met; shorter holds are met less often
 * @param longestMillis the longest of those it holds now
 * @param idlePercent share of its holding time in which the server had nothing to do for it, 0 to 100; empty where the server
 *     does not say what it does
 * @param sharePercent its share of all holding time, 0 to 100
 */
public record CallSiteUse(
        String site,
        int holding,
        long meanHeldMillis,
        long longestMillis,
        OptionalDouble idlePercent,
        double sharePercent) {}
