package dev.poolwarden.pool;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * Lets idle connections beyond the base size go one by one: a burst opens many at once, and all have been idle for long enough
 * in the same moment. Between two of them passes half to all of a share of the idle timeout, 10 s at the most, so that the whole
 * overflow is gone within another idle timeout; and none goes while it will be needed soon.
 *
 * <p>Called on Agroal's housekeeping thread alone, which looks at idle connections once a second.
 */
final class Departures {

    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private final long share;
    private final IntSupplier expected;
    private final RandomGenerator random;
    private boolean any;
    private long next;

    /** @param expected connections that will be needed soon */
    Departures(PoolSettings settings, IntSupplier expected, RandomGenerator random) {
        this.share = Math.min(LONGEST, settings.idleTimeout().toNanos() / Math.max(1, settings.maxOverflow()));
        this.expected = expected;
        this.random = random;
    }

    /**
     * Whether one that could go goes now; asked no more than once for each.
     *
     * @param living connections that are to stay, this one included
     */
    boolean mayGo(int living, long now) {
        if (living <= expected.getAsInt() || any && now - next < 0) {
            return false;
        }
        any = true;
        next = now + (long) (share * (0.5 + 0.5 * random.nextDouble()));
        return true;
    }
}
