package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Gate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that wait for better health, on every kind of thread, beside a real pool whose every connection is held. */
@QuarkusTest
@TestProfile(DelayedTasksTest.Patient.class)
class DelayedTasksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HELD = 8;

    /** Nothing is overdue while a test runs, and nothing is due by itself. */
    public static class Patient extends Pressure.Tight {
        @Override
        String longestPause() {
            return "1h";
        }

        @Override
        String every() {
            return "off";
        }
    }

    @Inject
    GuardedTasks tasks;

    @Inject
    InheritedTask.First first;

    @Inject
    InheritedTask.Second second;

    @Inject
    TaskGuard guard;

    @Inject
    Gate gate;

    @Inject
    ExecutorService workers;

    @Inject
    Vertx vertx;

    @BeforeEach
    void saturate() {
        Pressure.critical();
        tasks.runs.clear();
    }

    @AfterEach
    void calm() {
        Pressure.calm();
    }

    /** As one task they would take each other's turns: of two that alternate, every second run is the same one's. */
    @Test
    void beans_that_inherit_a_method_are_two_tasks() {
        for (int i = 0; i < 4; i++) { // stretched to every fourth
            first.run();
            second.run();
        }
        assertThat(guard.figures("InheritedTask.First.run").runs()).isEqualTo(1);
        assertThat(guard.figures("InheritedTask.Second.run").runs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delayed", "inATransaction"})
    void a_run_that_waits_holds_no_connection_and_runs_when_the_pool_is_better(String method) throws Exception {
        Future<?> call = workers.submit(
                method.equals("delayed") ? () -> tasks.delayed() : (Runnable) () -> tasks.inATransaction());
        awaitWaiting("GuardedTasks." + method);
        var occupancy = gate.snapshot().occupancy();
        assertThat(occupancy.inFlight()).isEqualTo(HELD);
        assertThat(occupancy.waiting()).isZero();
        assertThat(tasks.runs).isEmpty();
        Pressure.calm();
        call.get();
        assertThat(tasks.runs).hasSize(1);
    }

    @Test
    void the_event_loop_goes_on_while_a_uni_waits_and_runs_it_then() {
        Context loop = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        CompletableFuture<Void> done = onLoop(loop, () -> tasks.delayedUni().subscribeAsCompletionStage());
        awaitWaiting("GuardedTasks.delayedUni");
        assertThat(onLoop(loop, () -> CompletableFuture.completedFuture(null))).succeedsWithin(PATIENCE);
        assertThat(done).isNotDone();
        Pressure.calm();
        assertThat(done).succeedsWithin(PATIENCE);
        assertThat(tasks.thread("delayed-uni").getName()).startsWith("vert.x-eventloop");
    }

    @Test
    void a_stage_that_began_on_a_worker_goes_on_on_one() throws Exception {
        CompletableFuture<Void> done =
                workers.submit(() -> tasks.delayedStage().toCompletableFuture()).get();
        awaitWaiting("GuardedTasks.delayedStage");
        Pressure.calm();
        assertThat(done).succeedsWithin(PATIENCE);
        assertThat(tasks.thread("delayed-stage").getName()).startsWith("executor-thread");
    }

    /** It has no thread to wait on. */
    @Test
    void on_the_event_loop_a_method_without_a_uni_is_left_out() {
        long skipped = guard.figures("GuardedTasks.delayed").skipped();
        Context loop = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        assertThat(onLoop(loop, () -> {
                    tasks.delayed();
                    return CompletableFuture.completedFuture(null);
                }))
                .succeedsWithin(PATIENCE);
        assertThat(tasks.runs).isEmpty();
        assertThat(guard.figures("GuardedTasks.delayed").skipped()).isEqualTo(skipped + 1);
    }

    /** Its caller has a connection, or will not give it back before the transaction ends. */
    @Test
    void inside_a_callers_transaction_nothing_waits() {
        QuarkusTransaction.requiringNew().run(() -> tasks.delayed());
        assertThat(tasks.runs).hasSize(1);
    }

    @Test
    void a_uni_that_is_left_out_completes_with_nothing() {
        assertThat(tasks.skippedUni().subscribeAsCompletionStage()).isCompletedWithValue(null);
        assertThat(tasks.runs).isEmpty();
    }

    @Test
    void a_task_may_ask_to_run_at_once() {
        tasks.always();
        assertThat(tasks.runs).hasSize(1);
    }

    @Test
    void an_interrupted_wait_ends_at_once_without_a_run() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            tasks.delayed();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        awaitWaiting("GuardedTasks.delayed");
        thread.interrupt();
        assertThat(interrupted).succeedsWithin(PATIENCE).isEqualTo(true);
        thread.join();
        assertThat(tasks.runs).isEmpty();
    }

    @Test
    void a_subscriber_that_goes_away_gives_its_run_up() {
        long delayed = guard.figures("GuardedTasks.delayedUni").delayed();
        long skipped = guard.figures("GuardedTasks.delayedUni").skipped();
        Uni<Void> uni = tasks.delayedUni();
        assertThat(guard.figures("GuardedTasks.delayedUni").delayed()).isEqualTo(delayed);
        uni.subscribe().with(nothing -> {}).cancel();
        assertThat(guard.figures("GuardedTasks.delayedUni").delayed()).isEqualTo(delayed + 1);
        assertThat(guard.figures("GuardedTasks.delayedUni").skipped()).isEqualTo(skipped + 1);
    }

    private void awaitWaiting(String task) {
        await().atMost(PATIENCE).until(() -> guard.waiting(task));
    }

    private static CompletableFuture<Void> onLoop(Context loop, Supplier<CompletableFuture<Void>> work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(nothing -> work.get().whenComplete((value, failure) -> {
            if (failure == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        return done;
    }
}
