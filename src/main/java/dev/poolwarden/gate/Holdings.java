package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one thread has of the gate. Only the thread itself is ever given a permit; permits may come back on any thread. The
 * thread counts what it does itself without a fence, and others what they do in its place.
 */
final class Holdings {

    private final Thread thread = Thread.currentThread();
    private final AtomicInteger backByOthers = new AtomicInteger();
    private int backByItself; // its own thread's alone, as all below
    private int admissions;
    private Permit spare;

    /** The permit that this thread used last, or a new one. */
    Permit permit(Gate gate) {
        Permit mine = spare;
        spare = null;
        return mine == null ? new Permit(gate) : mine;
    }

    /** Keeps a permit that nobody refers to any more. */
    void keep(Permit permit) {
        spare = permit;
    }

    void admitted() {
        admissions++;
    }

    /** One of its permits came back; returns whether on its own thread. */
    boolean takenBack() {
        boolean own = thread == Thread.currentThread();
        if (own) {
            backByItself++;
        } else {
            backByOthers.incrementAndGet();
        }
        return own;
    }

    boolean any() {
        return count() > 0;
    }

    /** Permits that this thread was given and that are out still; exact on its own thread and while it is parked. */
    int count() {
        return admissions - backByItself - backByOthers.get(); // right even when they come round
    }

    long admissions() {
        return Integer.toUnsignedLong(admissions);
    }
}
