package dev.poolwarden.telemetry;

import dev.poolwarden.tasks.TaskFigures;
import dev.poolwarden.tasks.TaskGuard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * What background tasks come to, as counters with the task's name; of names there are no more than the guard keeps.
 * docs/metrics.md has a line for each.
 */
public final class TaskMetrics implements MeterBinder {

    private final TaskGuard guard;

    public TaskMetrics(TaskGuard guard) {
        this.guard = guard;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        guard.onNewTask(task -> {
            counter(registry, task, "poolwarden.task.runs", "Due runs let through", TaskFigures::runs);
            counter(registry, task, "poolwarden.task.skipped", "Due runs left out", TaskFigures::skipped);
            counter(registry, task, "poolwarden.task.delayed", "Due runs that waited", TaskFigures::delayed);
            counter(
                    registry,
                    task,
                    "poolwarden.task.overdue.runs",
                    "Runs for the longest pause was over",
                    TaskFigures::overdueRuns);
        });
    }

    private void counter(
            MeterRegistry registry, String task, String name, String what, ToDoubleFunction<TaskFigures> value) {
        FunctionCounter.builder(name, guard, from -> value.applyAsDouble(from.figures(task)))
                .description(what)
                .tag("task", task)
                .register(registry);
    }
}
