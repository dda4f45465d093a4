package dev.poolwarden.tasks;

import dev.poolwarden.pressure.HealthStatus;

/** Hears of background tasks, on whichever thread asks for them, outside every lock; must be quick. */
public interface TaskListener {

    /** The pool's health holds a task back from now on; told once until it is over. */
    void heldBack(String task, HealthStatus health);

    /**
     * A task runs as usual again.
     *
     * @param skipped due runs left out in between
     */
    void asUsual(String task, long skipped);
}
