package dev.poolwarden.bench.overload;

/**
 * What one run gave.
 *
 * @param capacity of the machine around it, before and after on average, in requests/s; NaN where nobody asked
 */
record Run(Outcome interactive, Outcome background, Harness harness, double capacity) {

    Run within(double newCapacity) {
        return new Run(interactive, background, harness, newCapacity);
    }

    /** Answered in time, of all kinds, as a share of the capacity. */
    double goodputShare() {
        return (interactive.goodput() + background.goodput()) / capacity;
    }

    /** Shows what failed: a failure is neither a rejection nor wanted. */
    void complain() {
        for (Outcome outcome : new Outcome[] {interactive, background}) {
            if (outcome.failure() != null) {
                Bed.progress(outcome.failures() + " failed, such as " + outcome.failure());
            }
        }
    }
}
