package dev.poolwarden.api;

import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priorities;
import dev.poolwarden.gate.Priority;
import java.util.function.LongSupplier;

/**
 * Knows as what the present thread's work comes to the gate: as the application chose, else as interactive inside an HTTP
 * request and as background elsewhere; and a request may have its say. Thread-safe.
 */
public final class RequestArrivals implements Arrivals {

    private final PresentVisitor present;
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock, in ns */
    public RequestArrivals(PresentVisitor present, LongSupplier nanoTime) {
        this.present = present;
        this.nanoTime = nanoTime;
    }

    @Override
    public Arrival current() {
        Priority chosen = Priorities.chosen();
        try {
            if (PresentVisitor.isPossible()) {
                Visitor visitor = present.visitor(nanoTime);
                if (visitor != null) {
                    return visitor.as(chosen == null ? Priority.INTERACTIVE : chosen, nanoTime);
                }
            }
        } catch (RuntimeException e) {
            // The request ended meanwhile, on another thread: nobody waits for this any more.
        }
        return Arrival.of(chosen == null ? Priority.BACKGROUND : chosen);
    }
}
