package dev.poolwarden.bench.overload;

/**
 * Whether the client kept up.
 *
 * @param lateMs p99 of the time from the instant a request was due to that in which its thread asked the peer, in ms
 * @param cores CPU time of this process per time, pool and guard included
 */
record Harness(double lateMs, double cores) {

    /** A tenth of the time in which an answer is in time. */
    private static final double TOO_LATE_MS = Outcome.IN_TIME.toMillis() / 10.0;

    boolean late() {
        return lateMs > TOO_LATE_MS;
    }
}
