package dev.poolwarden.bench.overload;

/** What one run gave. */
record Run(Outcome interactive, Outcome background, Harness harness) {

    /** Shows what failed: a failure is neither a rejection nor wanted. */
    void complain() {
        for (Outcome outcome : new Outcome[] {interactive, background}) {
            if (outcome.failure() != null) {
                Bed.progress(outcome.failures() + " failed, such as " + outcome.failure());
            }
        }
    }
}
