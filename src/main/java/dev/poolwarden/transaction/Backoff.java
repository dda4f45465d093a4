package dev.poolwarden.transaction;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to pause before the next try: exponential with full jitter,
 * {@code random(0, min(maxBackoff, firstBackoff * 2^(failed - 1)))}. Those that met in a conflict come back spread over the
 * whole span; of the ways to add jitter this one does the least work in the shortest time.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Marc Brooker, Exponential Backoff
 *     And Jitter, 2015</a>
 */
final class Backoff {

    private Backoff() {}

    /**
     * @param failed tries that failed so far, at least 1
     * @return 0 to {@link #longest}
     */
    static Duration pause(RetrySettings settings, int failed, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(longest(settings, failed).toNanos() + 1));
    }

    /** Doubles with each failed try up to {@code maxBackoff}. */
    static Duration longest(RetrySettings settings, int failed) {
        int doublings = Math.min(failed - 1, RetrySettings.MOST_TRIES);
        Duration grown = settings.firstBackoff().multipliedBy(1L << doublings);
        return grown.compareTo(settings.maxBackoff()) < 0 ? grown : settings.maxBackoff();
    }
}
