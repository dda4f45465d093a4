package dev.poolwarden.control;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many connections will be needed a few seconds from now, told from the demand of each second: callers in flight and
 * waiting, since those in flight alone are capped. Level and trend by Holt's double exponential smoothing (C. C. Holt,
 * "Forecasting seasonals and trends by exponentially weighted moving averages", 1957), with weights that follow the time
 * between two samples; and the margin of square-root staffing on top: with so many callers at a time by the mean, a Poisson
 * process has up to {@link #MARGIN} roots more at some moment of every few seconds. The constants come from the simulation in
 * decision 0021.
 *
 * <p>A trend that falls is none: a forecast may open connections, never close them, and one that was carried downwards would
 * fall below the demand where that levels out. Not thread-safe; the monitor's
 * thread owns it, and {@code now} is passed in.
 */
final class DemandForecast {

    /** How long the smoothed level takes to come within 1/e of a new one; at a sample a second its weight is 0.8. */
    private static final double LEVEL_NANOS = Duration.ofMillis(620).toNanos();

    /** The same for the trend; its weight is 0.5. */
    private static final double TREND_NANOS = Duration.ofMillis(1440).toNanos();

    private static final int MARGIN = 3;

    /** What a pool may take to open all that is missing. */
    private static final Duration WARMING = Duration.ofSeconds(2);

    private static final Duration LEAST_GAP = Duration.ofSeconds(3);

    private final int margin;
    private final double ahead;
    private final long gap;
    private boolean known;
    private long at;
    private double level; // connections
    private double trend; // connections a nanosecond, 0 and above
    private int capacity;

    /** @param interval between two samples; the next one can mend a forecast no sooner */
    DemandForecast(Duration interval) {
        this(interval, MARGIN);
    }

    /** @param margin in roots of the demand, 0 and above */
    DemandForecast(Duration interval, int margin) {
        this.margin = margin;
        this.ahead = interval.plus(WARMING).toNanos();
        this.gap = Math.max(LEAST_GAP.toNanos(), 3 * interval.toNanos());
    }

    /**
     * Takes the demand since the last sample into account. After a gap of 3 s, or three intervals, the trend is forgotten: who
     * stood still has not seen it.
     *
     * @param demand mean of callers in flight and waiting, 0 and above; what is no number is not heard
     * @param capacity most connections there can be; demand above it tells no more than that all are needed
     * @param now in ns of a monotonic clock
     */
    void learn(double demand, int capacity, long now) {
        if (Double.isNaN(demand)) {
            return;
        }
        double seen = Math.max(0, Math.min(capacity, demand));
        long passed = now - at;
        if (!known || passed > gap) {
            level = seen;
            trend = 0;
        } else if (passed > 0) {
            smooth(seen, passed);
        }
        this.capacity = capacity;
        known = true;
        at = now;
    }

    private void smooth(double seen, long passed) {
        double expected = level + trend * passed;
        double next = expected + weight(passed, LEVEL_NANOS) * (seen - expected);
        trend = Math.max(0, trend + weight(passed, TREND_NANOS) * ((next - level) / passed - trend));
        level = next;
    }

    private static double weight(long passed, double time) {
        return -Math.expm1(-passed / time);
    }

    /** The database was away, or nobody was admitted: what was seen in that time is not the callers' demand. */
    void forget() {
        known = false;
    }

    /** Connections that will be needed, 0 to the capacity; empty before the first sample. */
    OptionalInt connections() {
        if (!known) {
            return OptionalInt.empty();
        }
        double demand = level + trend * ahead;
        return OptionalInt.of((int) Math.min(capacity, Math.ceil(demand + margin * Math.sqrt(demand))));
    }
}
