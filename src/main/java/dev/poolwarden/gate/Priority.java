package dev.poolwarden.gate;

/** How much a caller matters when permits are short; the order of the constants is the order of importance. */
public enum Priority {
    /** Must be served even while everything else is shed. */
    ESSENTIAL,
    /** Somebody is waiting for the answer; the default for HTTP requests. */
    INTERACTIVE,
    /** Nobody is waiting; the default for scheduled work and other threads. */
    BACKGROUND
}
