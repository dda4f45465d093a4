package dev.poolwarden.app;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between two probes: a sample interval while all is well; in an outage a quarter of a second, less by chance up
 * to half of it, so that its end is seen soon and a fleet does not knock in step. One connection knocks, whatever the load.
 * Called by the probe's thread alone, after the start.
 */
final class ProbePace {

    private static final long HURRY = Duration.ofMillis(250).toNanos();

    private final long interval;
    private final int enough;
    private final RandomGenerator random;
    private int successes;

    /** @param enough probes in a row that must succeed for an outage to be over */
    ProbePace(Duration sampleInterval, int enough, RandomGenerator random) {
        this.interval = sampleInterval.toNanos();
        this.enough = enough;
        this.random = random;
        this.successes = enough;
    }

    /**
     * In ns.
     *
     * @param reachable whether the last probe reached the database
     */
    long pause(boolean reachable) {
        successes = reachable ? Math.min(enough, successes + 1) : 0;
        return successes == enough ? interval : (long) (Math.min(interval, HURRY) * (0.5 + 0.5 * random.nextDouble()));
    }
}
