package dev.poolwarden.breaker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sets successful calls aside as long as they tell nothing. resilience4j copies its window for each call, 3 kB and 2 µs; but
 * where every call in the window succeeded, one more success changes neither the failure rate, which is zero, nor the state.
 * So such successes are only counted, and told when a failure comes, before it: as many as the window holds, for more would
 * push each other out. After a failure every success is told at once, since it may open the breaker as well (the call that
 * makes enough calls), until the failure has surely left the window.
 *
 * <p>Calls that end at the same time have no order, and the breaker may see any: a success that is set aside while a failure
 * comes is told with the next call. Thread-safe; where all is well a call writes nothing, so that nobody waits for a cache line.
 */
final class Successes {

    private final int window;

    /** Successes not told yet, no more than the window holds, but for those that race. */
    private final AtomicInteger aside = new AtomicInteger();

    /** Successes yet to be told one by one: set by failures, counted down by successes. */
    private final AtomicInteger telling = new AtomicInteger();

    /** @param window calls that the breaker looks back on */
    Successes(int window) {
        this.window = window;
    }

    /** Sets one aside; false when it must be told. */
    boolean setAside() {
        if (telling.get() > 0) {
            telling.decrementAndGet(); // below zero by those that race; as good as zero
            return false;
        }
        if (aside.get() < window) {
            aside.incrementAndGet();
        }
        return true;
    }

    /** From now on successes count; twice the window, since those that race with the failure count down without following it. */
    void failureComes() {
        telling.set(2 * window);
    }

    /** Takes those that were set aside: as many of them as can matter. */
    int take() {
        return aside.get() == 0 ? 0 : Math.min(window, aside.getAndSet(0));
    }

    /** The breaker has forgotten all calls; it begins with none. */
    void forget() {
        telling.set(0);
        aside.set(0);
    }
}
