package dev.poolwarden.tasks;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** Background tasks guarded in every way there is; scheduled only where a test's profile says so. In tests only. */
@Singleton
class GuardedTasks {

    /** What ran, and on which thread. */
    record Run(String task, Thread thread) {}

    final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();

    @Scheduled(
            every = "${guarded-tasks.every:off}",
            identity = "guarded-by-schedule",
            skipExecutionIf = PoolUnderPressure.class)
    void bySchedule() {
        ran("by-schedule");
    }

    @Deferrable
    @Scheduled(every = "${guarded-tasks.every:off}")
    void byAnnotation() {
        ran("by-annotation");
    }

    @Deferrable(degraded = Deferral.DELAY, critical = Deferral.DELAY)
    @Scheduled(every = "${guarded-tasks.every:off}")
    Uni<Void> withoutAThread() {
        ran("without-a-thread");
        return Uni.createFrom().voidItem();
    }

    @Deferrable(critical = Deferral.DELAY)
    void delayed() {
        ran("delayed");
    }

    @Deferrable(critical = Deferral.DELAY)
    @Transactional
    void inATransaction() {
        ran("in-a-transaction");
    }

    @Deferrable(critical = Deferral.DELAY)
    Uni<Void> delayedUni() {
        ran("delayed-uni");
        return Uni.createFrom().voidItem();
    }

    @Deferrable(critical = Deferral.DELAY)
    CompletionStage<Void> delayedStage() {
        ran("delayed-stage");
        return CompletableFuture.completedFuture(null);
    }

    @Deferrable(critical = Deferral.SKIP)
    Uni<Void> skippedUni() {
        ran("skipped-uni");
        return Uni.createFrom().voidItem();
    }

    @Deferrable(critical = Deferral.RUN)
    void always() {
        ran("always");
    }

    private void ran(String task) {
        runs.add(new Run(task, Thread.currentThread()));
    }

    long count(String task) {
        return runs.stream().filter(run -> run.task().equals(task)).count();
    }

    /** The thread of the task's only run so far. */
    Thread thread(String task) {
        return runs.stream()
                .filter(run -> run.task().equals(task))
                .findFirst()
                .orElseThrow()
                .thread();
    }
}
