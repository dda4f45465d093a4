package dev.poolwarden.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.tasks.PoolUnderPressure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DemoStartTest {

    @Inject
    DataSource real;

    @Inject
    PoolUnderPressure poolUnderPressure;

    @Inject
    Scheduler scheduler;

    ObservedDatabase database;

    @BeforeEach
    void observe() {
        database = new ObservedDatabase(real);
    }

    @Test
    void a_database_that_is_away_at_the_start_is_tried_again_until_it_is_back() {
        database.isAwayFor(2);
        start(Settings.ON_WITHOUT_TASKS);
        assertThat(database.asked()).isEqualTo(1);
        await().until(() -> database.asked() == 3);
        await().during(Duration.ofSeconds(2)).until(() -> database.asked() == 3);
    }

    @Test
    void a_set_up_that_succeeds_is_not_repeated_and_schedules_no_task_unless_asked() {
        start(Settings.ON_WITHOUT_TASKS);
        assertThat(database.asked()).isEqualTo(1);
        assertThat(scheduler.getScheduledJobs()).noneMatch(job -> job.getId().startsWith("demo-"));
    }

    @Test
    void switched_off_it_does_not_ask_the_database() {
        start(Settings.OFF);
        assertThat(database.asked()).isZero();
        assertThat(scheduler.getScheduledJobs()).noneMatch(job -> job.getId().startsWith("demo-"));
    }

    @Test
    void with_tasks_every_one_of_the_ten_is_scheduled() {
        start(new Settings(true, true, Duration.ZERO));
        try {
            assertThat(scheduler.getScheduledJobs())
                    .filteredOn(job -> job.getId().startsWith("demo-"))
                    .hasSize(10);
        } finally {
            for (BackgroundTask task : BackgroundTask.values()) {
                scheduler.unscheduleJob(task.toString());
            }
        }
    }

    private void start(DemoConfig config) {
        Sql sql = database.sql();
        new DemoStart(config, new DemoTables(sql), new BackgroundTasks(sql, scheduler, poolUnderPressure), scheduler)
                .onStart(new StartupEvent());
    }
}
