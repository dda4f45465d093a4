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
        /** More of a difference than limits make: has the database changed meanwhile? Said once in a trial. */
        ABSURD
    }

    private static final int MOST_TURNS = 3;
    private static final double MOST_SECONDS = 6;
    private static final double CLEAR_SIGMAS = 2;
    private static final double PLAIN_SIGMAS = 3; // looked at every window, chance has more chances
    private static final double MOST_ELASTIC = 1.5;
    private static final double LEAST_ELASTIC = -0.5;
    private static final double SLACK = 0.2; // in logarithms of throughput

    private final int kept;
    private final int tried;
    private final double wanted;
    private final Tally atTried = new Tally();
    private int turns;
    private boolean again;
    private boolean doubted;

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

    /** Whether the last verdict was absurd, and the kept limit has to show that it still gets done what it did. */
    boolean doubted() {
        return doubted;
    }

    /** Turns become longer: what is hard to tell takes more of the time, settling less. */
    int turn() {
        return turns + 1;
    }

    Tally atTried() {
        return atTried;
    }

    /** Whether less is plainly too little, so that going on would only cost; asked in the middle of a turn. */
    boolean isHopeless(Tally atKept) {
        return !upwards() && gain(atKept) - wanted * steps() > PLAIN_SIGMAS * error(atKept);
    }

    private double steps() {
        return Math.abs(Math.log((double) tried / kept));
    }

    /** What the higher limit of the two brings, in logarithms of throughput. */
    private double gain(Tally atKept) {
        double change = Math.log(atTried.rate() / atKept.rate());
        return upwards() ? change : -change;
    }

    private double error(Tally atKept) {
        return Math.sqrt(atKept.variance() + atTried.variance());
    }

    /** Is the tried limit better than the kept one? Asked at the end of each of its turns. */
    Verdict judge(Tally atKept) {
        turns++;
        double steps = steps();
        double gain = gain(atKept);
        double error = error(atKept);
        if (!again && isAbsurd(gain, steps, CLEAR_SIGMAS * error)) {
            again = true;
            doubted = true;
            turns--;
            return Verdict.ABSURD;
        }
        doubted = false;
        double above = gain - wanted * steps;
        boolean last = turns >= MOST_TURNS || atTried.seconds() > MOST_SECONDS;
        return upwards() ? judgeMore(above / error, last) : judgeLess(above / error, last);
    }

    private static boolean isAbsurd(double gain, double steps, double margin) {
        return gain - margin > MOST_ELASTIC * steps + SLACK || gain + margin < LEAST_ELASTIC * steps - SLACK;
    }

    /** In doubt the limit stays; but too few permits cost more than a few too many, which the next trials take back. */
    private static Verdict judgeMore(double sigmas, boolean last) {
        if (sigmas > (last ? 0.4 : CLEAR_SIGMAS)) {
            return Verdict.BETTER;
        }
        return last || sigmas < -CLEAR_SIGMAS ? Verdict.WORSE : Verdict.UNDECIDED;
    }

    /** Less that looks like too little is given up early: each turn of it costs throughput. */
    private static Verdict judgeLess(double sigmas, boolean last) {
        if (sigmas < (last ? -1 : -CLEAR_SIGMAS)) {
            return Verdict.BETTER;
        }
        return last || sigmas > 1.2 ? Verdict.WORSE : Verdict.UNDECIDED;
    }
}
