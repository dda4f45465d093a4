package dev.poolwarden.gate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Who is at the gate, at one instant, and for how long since the start. Two of them tell what was in between: the difference
 * of two integrals, divided by the time between them, is a time-weighted mean.
 *
 * @param inFlight permits out
 * @param peakInFlight most permits out at once so far
 * @param waiting callers waiting for a permit
 * @param heldNanos integral of {@code inFlight} over time, in permit-nanoseconds, to 1.024 us
 * @param waitedNanos integral of {@code waiting} over time, in caller-nanoseconds
 * @param crowdedNanos the time in which anybody waited, in ns
 * @param back permits that have come back
 * @param backNanos how long those were out, in ns, summed up
 * @param at when, in ns, to 1.024 us as the integrals are
 */
public record Occupancy(
        int inFlight,
        int peakInFlight,
        int waiting,
        long heldNanos,
        long waitedNanos,
        long crowdedNanos,
        long back,
        long backNanos,
        long at) {

    /** Callers that hold a permit or wait for one. */
    public int demand() {
        return inFlight + waiting;
    }

    /** Integral of the demand over time, in caller-nanoseconds. */
    public long demandNanos() {
        return heldNanos + waitedNanos;
    }

    /** The time-weighted mean of the demand since that instant; empty when no time has passed. */
    public OptionalDouble meanDemandSince(Occupancy before) {
        long passed = at - before.at;
        return passed <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, (double) (demandNanos() - before.demandNanos()) / passed));
    }

    /**
     * What happened since that instant, for a limit that learns from it; empty when no time has passed.
     *
     * @param limit the limit in force in between, 0 where it changed
     */
    public Optional<LimitWindow> windowSince(Occupancy before, int limit) {
        long passed = at - before.at;
        if (passed <= 0) {
            return Optional.empty();
        }
        double limited = Math.min(1, Math.max(0, (double) (crowdedNanos - before.crowdedNanos) / passed));
        double mean = Math.max(0, (double) (heldNanos - before.heldNanos) / passed);
        long held = Math.max(0, backNanos - before.backNanos);
        return Optional.of(new LimitWindow(passed, Math.max(0, back - before.back), held, mean, limited, limit));
    }
}
