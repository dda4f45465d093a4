package dev.poolwarden.gate;

/**
 * Who is at the gate, at one instant: an immutable value that every event replaces as a whole, so that nobody reads it torn.
 *
 * @param inFlight permits out
 * @param peakInFlight most permits out at once so far
 * @param waiting callers waiting for a permit
 * @param backlogSince when {@code waiting} last left zero, in ns; meaningless while it is zero
 * @param demandNanos integral of {@code inFlight + waiting} over time, in caller-nanoseconds; the difference of two divided
 *     by the time between them is the time-weighted mean demand
 * @param since when this value came to be, in ns
 */
public record Occupancy(int inFlight, int peakInFlight, int waiting, long backlogSince, long demandNanos, long since) {

    static Occupancy empty(long now) {
        return new Occupancy(0, 0, 0, now, 0, now);
    }

    /** Callers that hold a permit or wait for one. */
    public int demand() {
        return inFlight + waiting;
    }

    /** {@link #demandNanos} as it will stand at {@code now} if nothing happens until then. */
    public long demandNanosAt(long now) {
        return demandNanos + demand() * Math.max(0, now - since);
    }

    Occupancy change(int inFlightBy, int waitingBy, long at) {
        long now = since - at > 0 ? since : at; // clocks of two cores may disagree; time here never runs backwards
        int nextInFlight = inFlight + inFlightBy;
        return new Occupancy(
                nextInFlight,
                Math.max(peakInFlight, nextInFlight),
                waiting + waitingBy,
                waiting == 0 ? now : backlogSince,
                demandNanosAt(now),
                now);
    }
}
