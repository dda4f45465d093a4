package dev.poolwarden.tasks;

import static dev.poolwarden.pressure.HealthStatus.CRITICAL;
import static dev.poolwarden.pressure.HealthStatus.DEGRADED;
import static dev.poolwarden.pressure.HealthStatus.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.tasks.Decision.Kind;
import dev.poolwarden.tasks.Decision.News;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {

    private static final TaskPolicy STRETCH_THEN_SKIP =
            new TaskPolicy(Deferral.STRETCH, Deferral.SKIP, 4, Duration.ofSeconds(30), Duration.ofMinutes(10));
    private static final TaskPolicy DELAY =
            new TaskPolicy(Deferral.DELAY, Deferral.SKIP, 4, Duration.ofSeconds(30), Duration.ofMinutes(10));

    private final ManualClock clock = new ManualClock();
    private final Turns turns = new Turns(clock.getAsLong());
    private final Task task = new Task("report", turns, clock.getAsLong());

    @Test
    void every_due_run_runs_while_the_pool_is_well() {
        assertThat(offers(5, HEALTHY, STRETCH_THEN_SKIP)).containsOnly(Kind.RUN).hasSize(5);
        assertThat(task.figures(clock.getAsLong()).runs()).isEqualTo(5);
    }

    @Test
    void one_of_four_due_runs_runs_while_they_are_stretched() {
        offer(HEALTHY, STRETCH_THEN_SKIP);
        assertThat(offers(8, DEGRADED, STRETCH_THEN_SKIP))
                .containsExactly(Kind.SKIP, Kind.SKIP, Kind.SKIP, Kind.RUN, Kind.SKIP, Kind.SKIP, Kind.SKIP, Kind.RUN);
    }

    @Test
    void none_runs_while_they_are_skipped() {
        assertThat(offers(20, CRITICAL, STRETCH_THEN_SKIP)).containsOnly(Kind.SKIP);
        assertThat(task.figures(clock.getAsLong()).skipped()).isEqualTo(20);
    }

    @Test
    void a_task_that_must_run_at_once_is_never_held_back() {
        TaskPolicy always = STRETCH_THEN_SKIP.with(Deferral.RUN, Deferral.RUN, 0);
        assertThat(offers(5, CRITICAL, always)).containsOnly(Kind.RUN);
        assertThat(task.figures(clock.getAsLong()).heldBack()).isFalse();
    }

    @Test
    void after_the_longest_pause_it_runs_whatever_the_health() {
        offer(HEALTHY, STRETCH_THEN_SKIP);
        clock.advance(Duration.ofMinutes(10).minusSeconds(6));
        assertThat(offer(CRITICAL, STRETCH_THEN_SKIP).kind()).isEqualTo(Kind.SKIP);
        clock.advanceMillis(1000); // the last 5 s are for its turn among others
        assertThat(offer(CRITICAL, STRETCH_THEN_SKIP).kind()).isEqualTo(Kind.RUN);
        assertThat(task.figures(clock.getAsLong()).overdueRuns()).isEqualTo(1);
        clock.advanceMillis(1000);
        assertThat(offer(CRITICAL, STRETCH_THEN_SKIP).kind()).isEqualTo(Kind.SKIP);
    }

    @Test
    void a_task_that_never_ran_is_overdue_as_long_after_its_first_due_run() {
        assertThat(offer(CRITICAL, STRETCH_THEN_SKIP).kind()).isEqualTo(Kind.SKIP);
        clock.advance(Duration.ofMinutes(10));
        assertThat(offer(CRITICAL, STRETCH_THEN_SKIP).kind()).isEqualTo(Kind.RUN);
    }

    @Test
    void overdue_runs_start_one_after_another() {
        List<Long> starts = new ArrayList<>();
        List<Task> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(new Task("task-" + i, turns, clock.getAsLong()));
        }
        clock.advance(Duration.ofMinutes(11));
        ten.forEach(each -> starts.add(
                each.offer(STRETCH_THEN_SKIP, CRITICAL, clock.getAsLong()).waitNanos()));
        assertThat(starts)
                .isEqualTo(List.of(0L, 500L, 1000L, 1500L, 2000L, 2500L, 3000L, 3500L, 4000L, 4500L).stream()
                        .map(ms -> ms * 1_000_000)
                        .toList());
    }

    @Test
    void so_do_those_that_were_held_back_when_the_pool_is_well_again() {
        List<Task> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(new Task("task-" + i, turns, clock.getAsLong()));
        }
        ten.forEach(each -> each.offer(STRETCH_THEN_SKIP, CRITICAL, clock.getAsLong()));
        clock.advanceMillis(10_000);
        assertThat(ten.stream()
                        .map(each -> each.offer(STRETCH_THEN_SKIP, HEALTHY, clock.getAsLong()))
                        .map(Decision::waitNanos))
                .doesNotHaveDuplicates()
                .hasSize(10);
    }

    @Test
    void a_delayed_run_waits_no_longer_than_it_may() {
        Decision waits = offer(DEGRADED, DELAY);
        assertThat(waits.kind()).isEqualTo(Kind.AWAIT_HEALTH);
        assertThat(Duration.ofNanos(waits.waitNanos())).hasSeconds(30);
        clock.advanceMillis(30_000);
        assertThat(resume(waits, DEGRADED, DELAY).kind()).isEqualTo(Kind.RUN);
    }

    @Test
    void a_delayed_run_that_is_woken_too_early_waits_on() {
        Decision waits = offer(DEGRADED, DELAY);
        clock.advanceMillis(10_000);
        Decision again = resume(waits, DEGRADED, DELAY);
        assertThat(again.kind()).isEqualTo(Kind.AWAIT_HEALTH);
        assertThat(Duration.ofNanos(again.waitNanos())).hasSeconds(20);
    }

    @Test
    void a_delayed_run_runs_when_the_pool_is_better() {
        Decision waits = offer(CRITICAL, DELAY.with(null, Deferral.DELAY, 0));
        assertThat(resume(waits, DEGRADED, DELAY).kind()).isEqualTo(Kind.RUN);
    }

    @Test
    void a_delayed_run_is_left_out_when_the_pool_is_worse_and_runs_are_skipped_then() {
        Decision waits = offer(DEGRADED, DELAY);
        assertThat(resume(waits, CRITICAL, DELAY).kind()).isEqualTo(Kind.SKIP);
    }

    @Test
    void a_wait_is_over_when_the_task_is_overdue() {
        TaskPolicy short10 = DELAY.with(null, null, 20);
        offer(HEALTHY, short10);
        clock.advanceMillis(10_000);
        Decision waits = offer(DEGRADED, short10);
        assertThat(Duration.ofNanos(waits.waitNanos())).hasSeconds(5);
        clock.advanceMillis(5_000);
        assertThat(resume(waits, CRITICAL, short10).kind()).isEqualTo(Kind.RUN);
        assertThat(task.figures(clock.getAsLong()).overdueRuns()).isEqualTo(1);
    }

    @Test
    void what_is_due_while_a_run_waits_is_left_out() {
        Decision waits = offer(DEGRADED, DELAY);
        assertThat(offers(3, DEGRADED, DELAY)).containsOnly(Kind.SKIP);
        assertThat(offer(HEALTHY, DELAY).kind()).isEqualTo(Kind.SKIP);
        assertThat(resume(waits, HEALTHY, DELAY).kind()).isEqualTo(Kind.RUN);
        assertThat(task.figures(clock.getAsLong()).delayed()).isEqualTo(1);
    }

    @Test
    void where_nobody_can_wait_a_delay_leaves_out_until_it_is_over() {
        for (int second = 0; second < 30; second += 10) {
            Decision waits = offer(DEGRADED, DELAY);
            assertThat(task.abandon(waits.ticket(), clock.getAsLong()).kind()).isEqualTo(Kind.SKIP);
            clock.advanceMillis(10_000);
        }
        assertThat(offer(DEGRADED, DELAY).kind()).isEqualTo(Kind.RUN);
    }

    @Test
    void a_wait_that_was_given_up_neither_runs_nor_counts_again() {
        Decision first = offer(DEGRADED, DELAY);
        task.abandon(first.ticket(), clock.getAsLong());
        Decision second = offer(DEGRADED, DELAY);
        assertThat(resume(first, HEALTHY, DELAY).kind()).isEqualTo(Kind.SKIP);
        assertThat(task.figures(clock.getAsLong()).skipped()).isEqualTo(1);
        assertThat(resume(second, HEALTHY, DELAY).kind()).isEqualTo(Kind.RUN);
    }

    @Test
    void it_is_told_once_that_a_task_is_held_back_and_once_that_it_is_not() {
        List<News> news = new ArrayList<>();
        for (HealthStatus health : List.of(HEALTHY, DEGRADED, CRITICAL, CRITICAL, DEGRADED, HEALTHY, HEALTHY)) {
            news.add(offer(health, STRETCH_THEN_SKIP).news());
            clock.advanceMillis(10_000);
        }
        assertThat(news)
                .containsExactly(News.NONE, News.HELD_BACK, News.NONE, News.NONE, News.NONE, News.AS_USUAL, News.NONE);
        assertThat(task.skippedMeanwhile()).isEqualTo(3);
    }

    private List<Kind> offers(int number, HealthStatus health, TaskPolicy policy) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            kinds.add(offer(health, policy).kind());
            clock.advanceMillis(1_000);
        }
        return kinds;
    }

    private Decision offer(HealthStatus health, TaskPolicy policy) {
        return task.offer(policy, health, clock.getAsLong());
    }

    private Decision resume(Decision waited, HealthStatus health, TaskPolicy policy) {
        return task.resume(waited.ticket(), policy, health, clock.getAsLong());
    }
}
