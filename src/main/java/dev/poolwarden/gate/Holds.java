package dev.poolwarden.gate;

/** How long permits are out, and how old those are that are out now, in seconds. Not thread-safe. */
final class Holds {

    private static final double REMEMBERED_SECONDS = 60;

    private double mean;
    private double ages;
    private double meanInFlight;

    /**
     * The ages of all that are in flight grow by their number, and shrink by the hold of whoever comes back: so their sum is
     * known without asking anybody. What is held for ever ages no further than a minute.
     */
    void add(LimitWindow window) {
        double seconds = window.nanos() / 1e9;
        double held = window.holdNanos() / 1e9;
        ages = Math.max(0, (ages + window.meanInFlight() * seconds - held) * (1 - seconds / REMEMBERED_SECONDS));
        meanInFlight = window.meanInFlight();
        if (window.completed() > 0) {
            double weight = mean == 0 ? 1 : Math.min(0.5, window.completed() / 100.0);
            mean += weight * (held / window.completed() - mean);
        }
    }

    /** About the last hundred holds. */
    double mean() {
        return mean;
    }

    /**
     * How long it takes until nearly everybody in flight is another one. In a steady state the mean age in flight is also
     * what each has still ahead (renewal theory: E[h²] / 2 E[h]); where holds are even that is half of one.
     */
    double renewal() {
        double age = meanInFlight == 0 ? 0 : ages / meanInFlight;
        return Math.max(mean, Math.min(10 * mean, 2.5 * age));
    }
}
