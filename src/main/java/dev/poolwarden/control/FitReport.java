package dev.poolwarden.control;

import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells what fits of the connections that are set: as soon as it is known, and when a comparison, once a minute, finds that it
 * changed. Called by the monitor's thread alone, which owns its fields.
 */
public final class FitReport {

    /** A neighbour that comes and goes within it is no news. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Consumer<Fit> listener;
    private Fit told;
    private long comparedAt;

    public FitReport(Consumer<Fit> listener) {
        this.listener = listener;
    }

    /**
     * Compares if it is time, and tells the listener what is new.
     *
     * @param database the last reading; one that does not say what fits is no comparison
     * @param now in ns
     */
    public void compare(DatabaseReading database, long now) {
        Fit fit = database instanceof Reachable here ? here.fit().orElse(null) : null;
        boolean due = told == null || now - comparedAt >= INTERVAL.toNanos();
        if (fit == null || !due) {
            return;
        }
        comparedAt = now;
        if (told == null || !told.saysTheSame(fit)) {
            told = fit;
            listener.accept(fit);
        }
    }
}
