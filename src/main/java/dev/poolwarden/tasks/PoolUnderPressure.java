package dev.poolwarden.tasks;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/**
 * Makes a scheduled task give way while the pool is not well, as {@code poolwarden.tasks.*} says:
 * {@code @Scheduled(every = "10s", skipExecutionIf = PoolUnderPressure.class)}, or {@code setSkipPredicate} of a job made by
 * the scheduler. Thread-safe.
 *
 * <p>It is asked on the thread that is about to run the task: a worker or a virtual thread, which may wait, or the event loop,
 * where a delayed run is left out instead until the delay is over. While one run waits, those that fall due are left out,
 * whatever the task's concurrent execution.
 */
@Singleton
public final class PoolUnderPressure implements Scheduled.SkipPredicate {

    private final TaskThread thread;

    PoolUnderPressure(TaskThread thread) {
        this.thread = thread;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !thread.mayRun(thread.names().of(execution.getTrigger().getId()), thread.policy());
    }
}
