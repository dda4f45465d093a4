package dev.poolwarden.tasks;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that are due each second beside a real pool that saturates and recovers. */
@QuarkusTest
@TestProfile(Pressure.Tight.class)
class ScheduledTasksGiveWayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    GuardedTasks tasks;

    @Inject
    PoolUnderPressure poolUnderPressure;

    @Inject
    Scheduler scheduler;

    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void calm() {
        Pressure.calm();
    }

    @AfterEach
    void end() {
        scheduler.unscheduleJob("guarded-by-code");
        Pressure.over();
    }

    @ParameterizedTest
    @CsvSource({"by-schedule, guarded-by-schedule", "by-annotation, GuardedTasks.byAnnotation"})
    void a_task_is_left_out_while_the_pool_is_critical_and_comes_back_when_it_is_over(String task, String name) {
        awaitRun(task);
        Pressure.critical();
        long ran = tasks.count(task);
        int skipped = figure(name, "skipped");
        await().atMost(PATIENCE).until(() -> figure(name, "skipped") >= skipped + 3);
        assertThat(Pressure.figure(name, "held_back")).isEqualTo(true);
        assertThat(Pressure.metric("poolwarden_task_skipped_total", name)).isGreaterThanOrEqualTo(skipped + 3);
        assertThat(tasks.count(task) - ran)
                .as("but for one that the bound lets through")
                .isLessThanOrEqualTo(1);
        Pressure.calm();
        awaitRun(task);
        await().atMost(PATIENCE).until(() -> Pressure.figure(name, "held_back").equals(false));
        assertThat(figure(name, "runs")).isPositive();
        assertThat(figure(name, "last_run_ms_ago")).isNotNegative();
    }

    /** Both in the same time, since it takes two of the longest pauses. */
    @Test
    void none_stops_for_ever() {
        Map<String, String> names =
                Map.of("by-schedule", "guarded-by-schedule", "by-annotation", "GuardedTasks.byAnnotation");
        names.keySet().forEach(this::awaitRun);
        Pressure.critical();
        Map<String, Integer> overdue = new HashMap<>();
        Map<String, Long> ran = new HashMap<>();
        names.forEach((task, name) -> {
            overdue.put(task, figure(name, "overdue_runs"));
            ran.put(task, tasks.count(task));
        });
        names.forEach((task, name) ->
                await().atMost(PATIENCE).until(() -> figure(name, "overdue_runs") >= overdue.get(task) + 2));
        names.forEach((task, name) -> {
            await().until(() -> tasks.count(task) >= ran.get(task) + 2); // figures are written before a run begins
            assertThat(Pressure.metric("poolwarden_task_overdue_runs_total", name))
                    .isGreaterThanOrEqualTo(overdue.get(task) + 2);
        });
        assertThat(get("/api/v1/health/database/status").jsonPath().getString("health"))
                .isEqualTo("CRITICAL");
    }

    @Test
    void a_job_made_by_code_gives_way_as_well() {
        Pressure.critical();
        scheduler
                .newJob("guarded-by-code")
                .setInterval("1s")
                .setSkipPredicate(poolUnderPressure)
                .setTask(execution -> runs.incrementAndGet())
                .schedule();
        awaitJobIsHeldBackAndRunsWhenItIsOver();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void so_does_one_on_a_virtual_thread() {
        Pressure.critical();
        scheduler
                .newJob("guarded-by-code")
                .setInterval("1s")
                .setSkipPredicate(PoolUnderPressure.class)
                .setTask(execution -> runs.incrementAndGet(), true)
                .schedule();
        awaitJobIsHeldBackAndRunsWhenItIsOver();
    }

    /** Neither the scheduler's way to skip what overlaps nor its opposite makes more than one of them wait. */
    @Test
    void a_task_that_waits_without_a_thread_does_not_pile_up() {
        String name = "GuardedTasks.withoutAThread";
        awaitRun("without-a-thread");
        Pressure.critical();
        int delayed = figure(name, "delayed");
        int skipped = figure(name, "skipped");
        long ran = tasks.count("without-a-thread");
        await().atMost(PATIENCE).until(() -> figure(name, "skipped") >= skipped + 3);
        assertThat(figure(name, "delayed") - delayed).isLessThanOrEqualTo(2);
        assertThat(tasks.count("without-a-thread") - ran).isLessThanOrEqualTo(2);
        Pressure.calm();
        awaitRun("without-a-thread");
    }

    private void awaitJobIsHeldBackAndRunsWhenItIsOver() {
        await().atMost(PATIENCE)
                .until(() -> Pressure.figure("guarded-by-code", "skipped") != null
                        && figure("guarded-by-code", "skipped") >= 2);
        int before = runs.get();
        assertThat(before).as("but for one that the bound lets through").isLessThanOrEqualTo(1);
        Pressure.calm();
        await().atMost(PATIENCE).until(() -> runs.get() > before + 1);
    }

    private void awaitRun(String task) {
        long before = tasks.count(task);
        await().atMost(PATIENCE).until(() -> tasks.count(task) > before);
    }

    private static int figure(String task, String member) {
        return ((Number) Pressure.figure(task, member)).intValue();
    }
}
