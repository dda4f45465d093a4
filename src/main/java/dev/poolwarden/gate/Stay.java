package dev.poolwarden.gate;

/** The time under one limit since it was set: first it settles, then it is measured. Not thread-safe. */
final class Stay {

    private static final double LEAST_SECONDS = 0.3;
    private static final double MOST_SECONDS = 1;
    private static final int ENOUGH_COMPLETIONS = 200;

    private final int limit;
    private final int times;
    private final Tally tally = new Tally();
    private double settledAfter;
    private boolean settled;

    /** @param times how many times as long as the shortest that tells something */
    Stay(int limit, int times) {
        this.limit = limit;
        this.times = times;
    }

    /**
     * Who came under the old limit must be gone first, and who came under the new one have come back, long ones too: until
     * then a raised limit serves the short ones sooner, and a lowered one is left with the long ones.
     */
    boolean settling(LimitWindow window, Holds holds) {
        if (!settled) {
            settledAfter += window.nanos() / 1e9;
            boolean drained = window.meanInFlight() <= limit + 0.5 || settledAfter > 5 * holds.mean();
            settled = drained && holds.mean() > 0 && settledAfter > holds.renewal();
            return true;
        }
        return false;
    }

    void add(LimitWindow window) {
        tally.add(window);
    }

    /** What was measured. */
    Tally tally() {
        return tally;
    }

    /** Whether it was long enough to tell something. */
    boolean enough(Holds holds) {
        double most = Math.max(MOST_SECONDS, 1.6 * holds.renewal());
        boolean many = tally.completed() >= times * ENOUGH_COMPLETIONS;
        return tally.seconds() >= times * least(holds) && (many || tally.seconds() >= times * most);
    }

    /** Whether it was long enough to tell what is plain to see. */
    boolean enoughForThePlain(Holds holds) {
        return tally.seconds() >= least(holds);
    }

    private static double least(Holds holds) {
        return Math.max(LEAST_SECONDS, 0.8 * holds.renewal());
    }
}
