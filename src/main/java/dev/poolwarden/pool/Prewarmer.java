package dev.poolwarden.pool;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Opens connections before they are needed: one after the other, each after a pause of half to all of a share of 1.6 s,
 * 40 to 100 ms. So a pool of up to forty is warm within about 2 s, a fleet does not open in step, and a caller that has to open
 * one by itself meets at most one of ours in its way.
 *
 * <p>Thread-safe: one round runs at a time, on the executor; it ends when nothing is missing or an opening comes to nothing,
 * and the next forecast begins another.
 */
final class Prewarmer {

    private static final long WHOLE_POOL = Duration.ofMillis(1600).toNanos();
    private static final long SHORTEST = Duration.ofMillis(40).toNanos();
    private static final long LONGEST = Duration.ofMillis(100).toNanos();

    private final BooleanSupplier isMissing;
    private final BooleanSupplier openOne;
    private final LongConsumer pause;
    private final Executor executor;
    private final RandomGenerator random;
    private final long share;
    private final AtomicBoolean warming = new AtomicBoolean();
    private final LongAdder prewarmed = new LongAdder();

    /**
     * @param capacity most connections of the pool
     * @param isMissing whether one more is needed that may be opened now
     * @param openOne opens one and tells whether it is there; waits for that
     * @param pause takes its time, in ns
     */
    Prewarmer(
            int capacity,
            BooleanSupplier isMissing,
            BooleanSupplier openOne,
            LongConsumer pause,
            Executor executor,
            RandomGenerator random) {
        this.isMissing = isMissing;
        this.openOne = openOne;
        this.pause = pause;
        this.executor = executor;
        this.random = random;
        this.share = Math.max(SHORTEST, Math.min(LONGEST, WHOLE_POOL / capacity));
    }

    /** Opens what is missing, unless that is being done already; returns at once. */
    void warm() {
        if (isMissing.getAsBoolean() && warming.compareAndSet(false, true)) {
            try {
                executor.execute(this::round);
            } catch (RuntimeException | Error e) { // no thread to be had now; at the next beat there may be
                warming.set(false);
                throw e;
            }
        }
    }

    private void round() {
        try {
            while (isMissing.getAsBoolean() && openOne.getAsBoolean()) {
                prewarmed.increment();
                pause.accept((long) (share * (0.5 + 0.5 * random.nextDouble())));
            }
        } finally {
            warming.set(false);
        }
    }

    /** Connections opened ahead since the start. */
    long prewarmed() {
        return prewarmed.sum();
    }
}
