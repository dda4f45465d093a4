package dev.poolwarden.gate;

/**
 * Two limits side by side: which of them gets more done. They take turns, so that a database that becomes slower or faster
 * meanwhile does it to both. Not thread-safe.
 *
 * <p>What is judged is the elasticity: the logarithm of the ratio of both throughputs over that of both limits. It is 1 where
 * every connection brings its own share and 0 beyond the knee.
 */
final class LimitTrial {

    enum Verdict {
        BETTER,
        WORSE,
        UNDECIDED,
        /** No pair of limits explains such a difference: the database has changed meanwhile. */
        ABSURD
    }

    private static final int MOST_TURNS = 4;
    private static final double MOST_SECONDS = 6;
    private static final double CLEAR_SIGMAS = 2;

    private final int kept;
    private final int tried;
    private final double wanted;
    private final Tally atTried = new Tally();
    private int turns;
    private boolean again;

    /** @param wanted elasticity from which the higher limit of the two is worth it, 0..1 */
    LimitTrial(int kept, int tried, double wanted) {
        this.kept = kept;
        this.tried = tried;
        this.wanted = wanted;
    }

    int tried() {
        return tried;
    }

    boolean upwards() {
        return tried > kept;
    }

    Tally atTried() {
        return atTried;
    }

    /** Is the tried limit better than the kept one? Asked at the end of each of its turns. */
    Verdict judge(Tally atKept) {
        turns++;
        double steps = Math.log((double) tried / kept);
        double change = Math.log(atTried.rate() / atKept.rate());
        double error = (turns >= MOST_TURNS || atTried.seconds() > MOST_SECONDS ? 0 : CLEAR_SIGMAS) * Math.sqrt(atKept.variance() + atTried.variance());
        double gain = steps > 0 ? change : -change;
        if (!again && (gain - error > 1.5 * Math.abs(steps) + 0.2 || gain + error < -0.5 * Math.abs(steps) - 0.2)) {
            again = true;
            turns = 0;
            atTried.clear();
            return Verdict.ABSURD;
        }
        double above = gain - wanted * Math.abs(steps);
        if (Math.abs(above) < error) {
            return Verdict.UNDECIDED;
        }
        return above > 0 == upwards() ? Verdict.BETTER : Verdict.WORSE;
    }
}
