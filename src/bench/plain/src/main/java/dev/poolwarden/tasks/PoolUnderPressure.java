package dev.poolwarden.tasks;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** In the place of Poolwarden's, which is not here: no task gives way. */
@Singleton
public final class PoolUnderPressure implements Scheduled.SkipPredicate {

    @Override
    public boolean test(ScheduledExecution execution) {
        return false;
    }
}
