package dev.poolwarden.pool;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Spreads the opening of replacements: after connections were lost the next ones open one by one, each after a pause of half
 * to all of a share of 1.6 s, 100 ms at the most, so that a whole pool is back within 2 s and a fleet that lost all does not
 * come back in step. A pool that only grows, or replaces what is worn, is not held up.
 *
 * <p>{@link #await} is called on Agroal's housekeeping thread alone, which opens all connections and owns {@code lastOpened};
 * losses may be told by anyone.
 */
final class ConnectPace {

    private static final long REFILL = Duration.ofMillis(1600).toNanos();
    private static final long LONGEST = Duration.ofMillis(100).toNanos(); // a small pool makes no storm
    private static final long AFTERMATH = Duration.ofSeconds(2).toNanos();

    private final long share;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private volatile long pacedUntil;
    private long lastOpened;

    /** @param capacity most connections of the pool */
    ConnectPace(int capacity, RandomGenerator random, LongSupplier nanoTime) {
        this.share = Math.min(LONGEST, REFILL / capacity);
        this.random = random;
        this.nanoTime = nanoTime;
        this.pacedUntil = nanoTime.getAsLong();
        this.lastOpened = pacedUntil - REFILL;
    }

    /** A connection is about to go. */
    void lost() {
        pacedUntil = nanoTime.getAsLong() + AFTERMATH;
    }

    /** Waits until the next connection may open; an interrupt ends the wait, for whoever wanted the connection has left. */
    void await() {
        long due = nextAt();
        long now = nanoTime.getAsLong();
        while (due - now > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(due - now);
            now = nanoTime.getAsLong();
        }
    }

    /** One opens now, and the next pause begins. */
    void opened() {
        lastOpened = nanoTime.getAsLong();
    }

    /** When the next may open, in ns; in the past where nothing holds it up. */
    long nextAt() {
        boolean paced = pacedUntil - nanoTime.getAsLong() > 0;
        return paced ? lastOpened + (long) (share * (0.5 + 0.5 * random.nextDouble())) : lastOpened;
    }
}
