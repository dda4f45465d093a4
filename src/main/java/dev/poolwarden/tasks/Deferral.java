package dev.poolwarden.tasks;

/** What becomes of a background task's due run while the pool is not well. */
public enum Deferral {
    /** It runs, as if nothing were wrong. */
    RUN,
    /** Only every nth due run runs: the task's interval is n times its own. */
    STRETCH,
    /** It waits, for a bounded time, until the pool is better; then it runs. */
    DELAY,
    /** It is left out; the next due run is asked anew. */
    SKIP
}
