package dev.poolwarden.telemetry;

import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.Rejection;
import java.time.Duration;

/** Tells two listeners of the gate as one. */
public record GateListeners(GateListener first, GateListener second) implements GateListener {

    @Override
    public void admitted(Duration waited) {
        first.admitted(waited);
        second.admitted(waited);
    }

    @Override
    public void released(Duration held) {
        first.released(held);
        second.released(held);
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
