package dev.poolwarden.gate;

/** Windows under one limit, joined: their throughput, and how sure it is. Not thread-safe. */
final class Tally {

    /** How many windows the Poisson process counts for, as the first guess of the spread. */
    private static final double GUESS = 4;

    private double windows;
    private double seconds;
    private double completed;
    private double squaredRates;

    void add(LimitWindow window) {
        double time = window.nanos() / 1e9;
        double rate = window.completed() / time;
        windows++;
        seconds += time;
        completed += window.completed();
        squaredRates += rate * rate;
    }

    /** Lets what is old count for less, so that at most so many windows count in all. */
    void forgetBeyond(double mostWindows) {
        if (windows > mostWindows) {
            double share = mostWindows / windows;
            windows *= share;
            seconds *= share;
            completed *= share;
            squaredRates *= share;
        }
    }

    void clear() {
        windows = 0;
        seconds = 0;
        completed = 0;
        squaredRates = 0;
    }

    void takeOver(Tally other) {
        windows = other.windows;
        seconds = other.seconds;
        completed = other.completed;
        squaredRates = other.squaredRates;
    }

    double seconds() {
        return seconds;
    }

    double completed() {
        return completed;
    }

    /** Completions a second; half of one more than there were, so that none is a small figure and not nothing. */
    double rate() {
        return (completed + 0.5) / seconds;
    }

    /**
     * Squared relative error of {@link #rate}: the spread of the windows' rates, together with that of a Poisson process of
     * as many completions, which counts for a few windows more while there are few.
     */
    double variance() {
        double mean = completed / seconds;
        double poisson = windows / (completed + 0.5);
        double seen = mean == 0 ? 0 : Math.max(0, squaredRates / (windows * mean * mean) - 1);
        return (seen * windows + poisson * GUESS) / (windows + GUESS) / windows;
    }
}
