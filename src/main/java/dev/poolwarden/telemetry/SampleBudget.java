package dev.poolwarden.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many stacks may be looked at: {@value #BURST} at once, and one more every 2 ms. Thread-safe and lock-free; who is over
 * the budget writes nothing, so that a crowd does not fight for a cache line.
 */
final class SampleBudget {

    static final int BURST = 200;

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos() / 500;

    private final AtomicLong spentUntil; // the time whose samples are all taken; never older than a burst

    SampleBudget(long now) {
        this.spentUntil = new AtomicLong(now - BURST * INTERVAL);
    }

    /**
     * Takes a sample out of the budget, if there is one.
     *
     * @param now a monotonic clock, in ns
     */
    boolean take(long now) {
        while (true) {
            long spent = spentUntil.get();
            long oldest = now - BURST * INTERVAL;
            long next = (spent - oldest < 0 ? oldest : spent) + INTERVAL;
            if (next - now > 0) {
                return false;
            }
            if (spentUntil.compareAndSet(spent, next)) {
                return true;
            }
        }
    }
}
