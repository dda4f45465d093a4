package dev.poolwarden.gate;

/**
 * What the gate saw in one window of time: what an adaptive limit learns from. The gate delivers the integrals exactly.
 *
 * @param nanos length of the window in ns, above 0
 * @param completed permits that came back in it, at least 0
 * @param holdNanos how long those were out, in ns, summed up
 * @param meanInFlight permits out, time-weighted mean, at least 0
 * @param limited share of the window's time in which somebody waited, 0..1
 * @param limit the limit in force in the whole window; 0 where it changed within it
 */
public record LimitWindow(long nanos, long completed, long holdNanos, double meanInFlight, double limited, int limit) {

    public LimitWindow {
        if (nanos <= 0 || completed < 0 || holdNanos < 0 || limit < 0) {
            throw new IllegalArgumentException("a window of " + nanos + " ns with " + completed + " completed in "
                    + holdNanos + " ns, limit " + limit);
        }
        if (!(meanInFlight >= 0) || !(limited >= 0 && limited <= 1)) {
            throw new IllegalArgumentException("in flight " + meanInFlight + ", limited " + limited);
        }
    }
}
