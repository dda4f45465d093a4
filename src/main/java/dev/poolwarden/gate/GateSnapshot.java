package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.util.Map;

/**
 * The gate's figures, read one after another; those of {@code occupancy} are of one instant.
 *
 * @param limit permits there are
 * @param occupancy who was at the gate
 * @param admitted callers admitted since the start
 * @param rejections callers rejected since the start, by cause; every cause is there
 * @param backlog callers that wait, by priority; those that hold a permit already are in none
 */
public record GateSnapshot(
        int limit, Occupancy occupancy, long admitted, Map<Cause, Long> rejections, Map<Priority, Integer> backlog) {

    public GateSnapshot {
        rejections = Map.copyOf(rejections);
        backlog = Map.copyOf(backlog);
    }

    /** Callers rejected since the start. */
    public long rejected() {
        return rejections.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those of them that waited in vain for as long as they might. */
    public long timedOut() {
        return rejections.get(Cause.TIMED_OUT);
    }

    /** Those of them for whom there was no permit in time. */
    public long crowdedOut() {
        return rejections.entrySet().stream()
                .filter(each -> each.getKey().isForWantOfPermits())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
