package dev.poolwarden.demo;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.poolwarden.tasks.PoolUnderPressure;
import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs the background tasks, on virtual threads where the JVM has them, else on workers; a task never overlaps itself, and
 * gives way to users.
 */
@Singleton
class BackgroundTasks {

    private static final Logger LOG = Logger.getLogger(BackgroundTasks.class);
    private static final int FIRST_START_SECONDS = 10;
    private static final int SECONDS_BETWEEN_STARTS = 3;

    private final Sql sql;
    private final Scheduler scheduler;
    private final PoolUnderPressure poolUnderPressure;
    private final Map<BackgroundTask, AtomicInteger> failuresInARow = new EnumMap<>(BackgroundTask.class);

    BackgroundTasks(Sql sql, Scheduler scheduler, PoolUnderPressure poolUnderPressure) {
        this.sql = sql;
        this.scheduler = scheduler;
        this.poolUnderPressure = poolUnderPressure;
        for (BackgroundTask task : BackgroundTask.values()) {
            failuresInARow.put(task, new AtomicInteger());
        }
    }

    /** Begins to run every task at its interval; their first runs are spread, so that a start is not hit by all at once. */
    void schedule() {
        for (BackgroundTask task : BackgroundTask.values()) {
            scheduler
                    .newJob(task.toString())
                    .setInterval(task.every())
                    .setDelayed(FIRST_START_SECONDS + SECONDS_BETWEEN_STARTS * task.ordinal() + "s")
                    .setConcurrentExecution(SKIP)
                    .setSkipPredicate(poolUnderPressure)
                    .setTask(execution -> run(task), true)
                    .schedule();
        }
    }

    /** Runs a task now. A failure is normal where connections are short: it is told once, and once more when it is over. */
    void run(BackgroundTask task) {
        try {
            sql.run(task.script());
        } catch (SQLException e) {
            tellFirst(task, e);
            return;
        }
        tellRecovery(task);
    }

    private void tellFirst(BackgroundTask task, SQLException e) {
        if (failuresInARow.get(task).getAndIncrement() == 0) {
            LOG.warnf("%s fails: %s", task, FirstLine.of(e));
        }
    }

    private void tellRecovery(BackgroundTask task) {
        int failures = failuresInARow.get(task).getAndSet(0);
        if (failures > 0) {
            LOG.infof("%s works again after %d failed runs", task, failures);
        }
    }
}
