package dev.poolwarden.bench.overload;

import java.time.Duration;

/**
 * The part of a run that is measured.
 *
 * @param warmUp what comes before it
 * @param measured how long it is
 */
record Window(Duration warmUp, Duration measured) {

    Duration length() {
        return warmUp.plus(measured);
    }

    double seconds() {
        return measured.toNanos() / 1e9;
    }

    /** Whether nothing is measured yet so many ns after the start of the run. */
    boolean warmsUp(long offset) {
        return offset < warmUp.toNanos();
    }

    /** Whether a request counts that is due so many ns after the start of the run. */
    boolean measures(long offset) {
        return !warmsUp(offset) && offset < length().toNanos();
    }
}
