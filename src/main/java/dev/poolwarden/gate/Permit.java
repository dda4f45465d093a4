package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use one connection. It comes back exactly once, whichever of its holder, the pool and the reclaimer gives it
 * back first; all of them may, from any thread.
 */
public final class Permit implements Admission {

    private final Gate gate;
    private final Holdings holdings;
    private final long admittedAt;
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param holdings the admitted thread's; this permit counts in them until released */
    Permit(Gate gate, Holdings holdings, long admittedAt) {
        this.gate = gate;
        this.holdings = holdings;
        this.admittedAt = admittedAt;
        holdings.admitted();
    }

    /** Gives the permit back and wakes who waits for it; a second call does nothing. Never blocks. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            holdings.takenBack();
            gate.takeBack(admittedAt);
        }
    }

    /** When it was given, in ns of the gate's clock. */
    public long admittedAt() {
        return admittedAt;
    }

    public boolean isReleased() {
        return released.get();
    }
}
