package dev.poolwarden.analysis;

import java.util.OptionalDouble;

/**
 * The demand of the next minutes, told from its means over 10 s: Holt's linear trend, damped (E. S. Gardner and E. McKenzie,
 * "Forecasting trends in time series", Management Science 31(10), 1985). A trend that is carried on undamped is wrong most where it
 * matters most, after a rise that has begun to end; damped it adds no more than five minutes of itself.
 *
 * <p>The weights are a compromise: heavier ones carry noise on, lighter ones come late. The level follows within a minute and the
 * trend within four, so a forecast errs on the side of what is; what is older than 15 minutes counts for nothing. Not thread-safe;
 * the monitor's thread owns it.
 */
final class DemandTrend {

    private static final double STEP_SECONDS = 10;
    private static final double LEVEL = 0.2;
    private static final double TREND = 0.05;
    private static final double DAMPING = 0.97;

    /** A minute: before that it is the beginning that would be carried on. */
    private static final int LEAST_STEPS = 6;

    private int steps;
    private double level; // connections
    private double trend; // connections a step
    private double seconds; // of the step that is not over
    private double demandSeconds;

    /** Takes the mean demand of so many seconds into account. */
    void learn(double demand, double time) {
        seconds += time;
        demandSeconds += demand * time;
        if (seconds >= STEP_SECONDS) {
            step(demandSeconds / seconds);
            seconds = 0;
            demandSeconds = 0;
        }
    }

    private void step(double seen) {
        if (steps == 0) {
            level = seen;
        }
        double expected = level + DAMPING * trend;
        double next = expected + LEVEL * (seen - expected);
        trend = DAMPING * trend + TREND * (next - level - DAMPING * trend);
        level = next;
        steps++;
    }

    /** What is seen in an outage is not the callers' demand, and what came before it is over. */
    void forget() {
        steps = 0;
        trend = 0;
        seconds = 0;
        demandSeconds = 0;
    }

    /** Connections that will be needed then, 0 and above; empty while less than a minute was seen. */
    OptionalDouble after(int seconds) {
        if (steps < LEAST_STEPS) {
            return OptionalDouble.empty();
        }
        double damped = DAMPING * (1 - Math.pow(DAMPING, seconds / STEP_SECONDS)) / (1 - DAMPING); // a geometric sum
        return OptionalDouble.of(Math.max(0, level + trend * damped));
    }
}
