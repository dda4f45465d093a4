package dev.poolwarden.tasks;

import static dev.poolwarden.pressure.HealthStatus.CRITICAL;
import static dev.poolwarden.pressure.HealthStatus.DEGRADED;
import static dev.poolwarden.pressure.HealthStatus.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.pressure.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskGuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TaskPolicy POLICY =
            new TaskPolicy(Deferral.STRETCH, Deferral.SKIP, 4, Duration.ofSeconds(30), Duration.ofMinutes(10));
    private static final TaskPolicy DELAY = POLICY.with(Deferral.DELAY, Deferral.DELAY, 0);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final TaskGuard guard = new TaskGuard(POLICY, clock, new TaskListener() {
        @Override
        public void heldBack(String task, HealthStatus health) {
            told.add(task + " " + health);
        }

        @Override
        public void asUsual(String task, long skipped) {
            told.add(task + " " + skipped);
        }
    });

    @Test
    void before_the_monitors_first_word_health_is_not_taken_for_good() {
        assertThat(guard.ask("report", POLICY)).isCompletedWithValue(false);
    }

    @Test
    void a_wait_ends_with_better_health() {
        guard.become(DEGRADED);
        CompletableFuture<Boolean> answer = guard.ask("report", DELAY);
        assertThat(answer).isNotDone();
        guard.become(HEALTHY);
        assertThat(answer).isCompletedWithValue(true);
    }

    @Test
    void a_wait_goes_on_with_worse_health() {
        guard.become(DEGRADED);
        CompletableFuture<Boolean> answer = guard.ask("report", DELAY);
        guard.become(CRITICAL);
        assertThat(answer).isNotDone();
        guard.become(DEGRADED);
        assertThat(answer).isCompletedWithValue(true);
    }

    @Test
    void a_wait_ends_by_its_time() {
        guard.become(CRITICAL);
        TaskPolicy hasty =
                new TaskPolicy(Deferral.DELAY, Deferral.DELAY, 2, Duration.ofSeconds(1), Duration.ofMinutes(10));
        CompletableFuture<Boolean> answer = guard.ask("report", hasty);
        assertThat(answer).isNotDone();
        clock.advanceMillis(1_000); // the alarm comes by the real clock, the judgement by this one
        assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void those_that_were_delayed_together_do_not_start_together() {
        guard.become(CRITICAL);
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 10)
                .mapToObj(i -> guard.ask("task-" + i, DELAY))
                .toList();
        guard.become(HEALTHY);
        assertThat(answers).filteredOn(CompletableFuture::isDone).hasSize(1);
        assertThat(answers)
                .allSatisfy(each -> assertThat(each).succeedsWithin(PATIENCE).isEqualTo(true));
    }

    @Test
    void a_wait_ends_at_once_when_the_application_stops() {
        guard.become(CRITICAL);
        CompletableFuture<Boolean> waits = guard.ask("report", DELAY);
        guard.close();
        assertThat(waits).isCompletedWithValue(false);
        assertThat(guard.ask("another", DELAY)).isCompletedWithValue(false);
    }

    @Test
    void a_wait_that_is_cancelled_is_a_run_left_out_and_the_next_one_is_asked_anew() {
        guard.become(DEGRADED);
        guard.ask("report", DELAY).cancel(false);
        assertThat(guard.figures("report").skipped()).isEqualTo(1);
        CompletableFuture<Boolean> next = guard.ask("report", DELAY);
        guard.become(HEALTHY);
        assertThat(next).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(guard.figures("report").runs()).isEqualTo(1);
    }

    @Test
    void who_cannot_wait_is_told_at_once() {
        guard.become(DEGRADED);
        assertThat(guard.askAtOnce("report", DELAY, false)).isFalse();
        assertThat(guard.askAtOnce("other report", DELAY, true)).isTrue();
        guard.become(HEALTHY);
        assertThat(guard.askAtOnce("report", DELAY, false)).isTrue();
    }

    @Test
    void tasks_beyond_the_hundredth_share_an_entry_and_are_never_held_back() {
        guard.become(CRITICAL);
        List<String> known = new ArrayList<>();
        guard.onNewTask(known::add);
        for (int i = 0; i < TaskGuard.MOST + 50; i++) {
            assertThat(guard.askAtOnce("task-" + i, POLICY, false)).isEqualTo(i >= TaskGuard.MOST);
        }
        assertThat(guard.figures()).hasSize(TaskGuard.MOST + 1);
        assertThat(guard.figures(TaskGuard.OTHERS).runs()).isEqualTo(50);
        assertThat(known).hasSize(TaskGuard.MOST + 1).contains(TaskGuard.OTHERS, "task-0");
    }

    @Test
    void each_event_is_told_once() {
        guard.become(CRITICAL);
        for (int i = 0; i < 5; i++) {
            guard.askAtOnce("report", POLICY, false);
        }
        guard.become(HEALTHY);
        guard.askAtOnce("report", POLICY, false);
        guard.askAtOnce("report", POLICY, false);
        assertThat(told).containsExactly("report CRITICAL", "report 5");
    }

    @Test
    void figures_say_when_a_task_ran_last_and_nothing_before_its_first_run() {
        guard.become(CRITICAL);
        guard.askAtOnce("report", POLICY, false);
        assertThat(guard.figures("report").sinceLastRunMillis()).isEmpty();
        guard.become(HEALTHY);
        guard.askAtOnce("report", POLICY, false);
        clock.advanceMillis(1_234);
        assertThat(guard.figures("report").sinceLastRunMillis()).hasValue(1_234);
    }
}
