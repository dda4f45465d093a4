package dev.poolwarden.telemetry;

import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.Rejection;

/** Tells two listeners of the gate as one. */
public record GateListeners(GateListener first, GateListener second) implements GateListener {

    @Override
    public void admitted(long waitedNanos) {
        first.admitted(waitedNanos);
        second.admitted(waitedNanos);
    }

    @Override
    public void released(long heldNanos) {
        first.released(heldNanos);
        second.released(heldNanos);
    }

    @Override
    public void rejected(Rejection rejection) {
        first.rejected(rejection);
        second.rejected(rejection);
    }

    @Override
    public void nearLimit(int inFlight, int limit) {
        first.nearLimit(inFlight, limit);
        second.nearLimit(inFlight, limit);
    }
}
