package dev.poolwarden.gate;

import java.util.OptionalDouble;

/**
 * Who is at the gate, at one instant, and for how long since the start. Two of them tell what was in between: the difference
 * of two integrals, divided by the time between them, is a time-weighted mean.
 *
 * @param inFlight permits out
 * @param waiting callers waiting for a permit
 * @param heldNanos integral of {@code inFlight} over time, in permit-nanoseconds, to 1.024 us
 * @param waitedNanos integral of {@code waiting} over time, in caller-nanoseconds
 * @param crowdedNanos the time in which anybody waited, in ns
 * @param at when, in ns, to 1.024 us as the integrals are
 */
public record Occupancy(int inFlight, int waiting, long heldNanos, long waitedNanos, long crowdedNanos, long at) {

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
}
