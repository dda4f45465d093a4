package dev.poolwarden.pool;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what nobody tells us of. */
final class Patience {

    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private Patience() {}

    /** Returns when the condition holds, or when the time is over. */
    static void await(Duration patience, LongSupplier nanoTime, BooleanSupplier condition) {
        long deadline = nanoTime.getAsLong() + patience.toNanos();
        while (!condition.getAsBoolean() && nanoTime.getAsLong() - deadline < 0) {
            LockSupport.parkNanos(PAUSE);
        }
    }
}
