package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicInteger;

/** What one thread has of the gate. Permits may come back on any thread; only the thread itself is ever given one. */
final class Holdings {

    private final AtomicInteger out = new AtomicInteger();
    private long admissions; // its own thread's alone

    void admitted() {
        admissions++;
        out.incrementAndGet();
    }

    void takenBack() {
        out.decrementAndGet();
    }

    boolean any() {
        return out.get() > 0;
    }

    long admissions() {
        return admissions;
    }
}
