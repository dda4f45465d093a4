package dev.poolwarden.reading;

import java.util.OptionalDouble;

/**
 * One sample of the pool, immutable and valid: what the pressure on it is judged by.
 *
 * @param at when it was taken, in ns of a monotonic clock
 * @param meanDemand time-weighted mean of callers in flight and waiting since the last sample; empty when there was none
 * @param capacity callers that can be in flight at once; zero when the server grants no connection
 * @param rejections callers rejected for want of a permit since the last sample
 * @param diskFull whether a statement failed since the last sample because the server has no space left on its disk
 * @param breakerClosed whether requests may reach the database
 * @param database what the last probe found
 */
public record PoolReading(
        long at,
        OptionalDouble meanDemand,
        int capacity,
        long rejections,
        boolean diskFull,
        boolean breakerClosed,
        DatabaseReading database) {

    public PoolReading {
        if (capacity < 0 || rejections < 0 || meanDemand.orElse(0) < 0) {
            throw new IllegalArgumentException("a reading cannot be negative: demand %s, capacity %d, rejections %d"
                    .formatted(meanDemand, capacity, rejections));
        }
    }

    /** Demand over capacity in percent, above 100 when callers wait; empty when unknown. */
    public OptionalDouble usagePercent() {
        return meanDemand.isEmpty() || capacity == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100 * meanDemand.getAsDouble() / capacity);
    }
}
