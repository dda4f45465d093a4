package dev.poolwarden.control;

/**
 * Hears what the monitor publishes, on the monitor's thread, in order, outside every lock; must be quick. What one throws is logged
 * with the tick, and keeps nothing from the others.
 */
public interface StateListener {

    /** A tick has ended; told at each of them, before the others: who hears of a change finds its sample in the history. */
    default void sampled(PublishedState now) {}

    /**
     * The config changed.
     *
     * @param before null at the first publication
     */
    default void changed(PublishedState before, PublishedState now) {}

    /** The config has not changed for the confirmation interval, and still stands. */
    default void confirmed(PublishedState now) {}
}
