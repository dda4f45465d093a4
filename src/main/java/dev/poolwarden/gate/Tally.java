package dev.poolwarden.gate;

/** Windows under one limit, joined: their throughput, and how sure it is. Not thread-safe. */
final class Tally {

    /** For how many windows the first guess of the spread counts: that of a Poisson process. */
    private static final double GUESS = 4;

    private static final double MOST_ALIKE = 0.8;

    private double windows;
    private double seconds;
    private double completed;
    private double squares;
    private double products; // of each rate and the one before it
    private double lastRate = Double.NaN;

    void add(LimitWindow window) {
        double time = window.nanos() / 1e9;
        double rate = window.completed() / time;
        windows++;
        seconds += time;
        completed += window.completed();
        squares += rate * rate;
        products += rate * (Double.isNaN(lastRate) ? rate : lastRate);
        lastRate = rate;
    }

    /** Lets what is old count for less, so that at most so many windows count in all. */
    void forgetBeyond(double mostWindows) {
        if (windows > mostWindows) {
            double share = mostWindows / windows;
            windows *= share;
            seconds *= share;
            completed *= share;
            squares *= share;
            products *= share;
        }
    }

    void clear() {
        takeOver(new Tally());
    }

    void takeOver(Tally other) {
        windows = other.windows;
        seconds = other.seconds;
        completed = other.completed;
        squares = other.squares;
        products = other.products;
        lastRate = other.lastRate;
    }

    boolean isEmpty() {
        return windows == 0;
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
     * Squared relative error of {@link #rate}. Windows that follow each other are alike where long holds take up permits for
     * many windows on end; then so many windows are worth fewer: (1 - r) / (1 + r) of them, with r the correlation of
     * neighbours (an autoregressive process of first order).
     */
    double variance() {
        double mean = completed / seconds;
        double poisson = windows / (completed + 0.5);
        double spread = mean == 0 ? 0 : Math.max(0, squares / (windows * mean * mean) - 1);
        return (spread * windows * alike(mean) + poisson * GUESS) / (windows + GUESS) / windows;
    }

    private double alike(double mean) {
        double deviations = squares - windows * mean * mean;
        if (!(deviations > 0)) {
            return 1;
        }
        double r = Math.max(0, Math.min(MOST_ALIKE, (products - windows * mean * mean) / deviations));
        return (1 + r) / (1 - r);
    }
}
