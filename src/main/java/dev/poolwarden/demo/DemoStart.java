package dev.poolwarden.demo;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sets the example workload up before HTTP opens. Without a database the application starts all the same, and the set-up
 * is tried again, at growing intervals, until it succeeded.
 */
@Singleton
class DemoStart {

    private static final Logger LOG = Logger.getLogger(DemoStart.class);
    private static final String RETRY = "demo-set-up";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final DemoConfig config;
    private final DemoTables tables;
    private final BackgroundTasks tasks;
    private final Scheduler scheduler;

    DemoStart(DemoConfig config, DemoTables tables, BackgroundTasks tasks, Scheduler scheduler) {
        this.config = config;
        this.tables = tables;
        this.tasks = tasks;
        this.scheduler = scheduler;
    }

    /** Late among the observers: the pool and its monitor have started by then. */
    void onStart(@Observes @Priority(5000) StartupEvent event) {
        if (config.enabled()) {
            setUp(FIRST_PAUSE);
        }
    }

    private void setUp(Duration pauseOnFailure) {
        try {
            tables.ensure();
        } catch (SQLException e) {
            if (pauseOnFailure.equals(FIRST_PAUSE)) {
                LOG.warnf(
                        "The example workload is not set up, which is tried again until it succeeds: %s",
                        FirstLine.of(e));
            }
            setUpAfter(pauseOnFailure);
            return;
        }
        LOG.info("The example workload is ready");
        if (config.tasks()) {
            tasks.schedule();
        }
    }

    /** A job that runs once: a failure makes a new one, with twice the pause. */
    private void setUpAfter(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        scheduler
                .newJob(RETRY)
                .setDelayed(pause.toString())
                .setInterval(pause.toString())
                .setTask(run -> {
                    scheduler.unscheduleJob(RETRY);
                    setUp(twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE);
                })
                .schedule();
    }
}
