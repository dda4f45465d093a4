package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedRunTest {

    private final Deque<Runnable> started = new ArrayDeque<>();
    private final AtomicInteger runs = new AtomicInteger();
    private long now;
    private final SharedRun<Integer> run = new SharedRun<>(started::add, Duration.ofSeconds(1), () -> now);

    @Test
    void who_asks_while_it_runs_gets_the_same_outcome() {
        var first = run.ask(runs::incrementAndGet);
        var second = run.ask(runs::incrementAndGet);
        assertThat(started).hasSize(1);

        started.remove().run();

        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(1);
    }

    @Test
    void an_outcome_answers_for_as_long_as_it_is_kept() {
        run.ask(runs::incrementAndGet);
        started.remove().run();

        now = Duration.ofMillis(999).toNanos();
        assertThat(run.ask(runs::incrementAndGet)).isCompletedWithValue(1);
        now = Duration.ofSeconds(1).toNanos();
        var next = run.ask(runs::incrementAndGet);
        started.remove().run();
        assertThat(next).isCompletedWithValue(2);
    }

    @Test
    void a_run_under_way_is_shared_however_long_it_takes() {
        var first = run.ask(runs::incrementAndGet);
        now = Duration.ofMinutes(1).toNanos();
        run.ask(runs::incrementAndGet);
        assertThat(started).hasSize(1);
        assertThat(first).isNotDone();
    }

    @Test
    void who_gives_up_takes_the_outcome_from_nobody_else() {
        var first = run.ask(runs::incrementAndGet);
        var second = run.ask(runs::incrementAndGet);
        var patient = run.ask(runs::incrementAndGet);
        first.cancel(true);
        second.cancel(true);

        started.remove().run();

        assertThat(patient).isCompletedWithValue(1);
    }

    @Test
    void a_failure_reaches_everyone_who_waits() {
        var first = run.ask(() -> {
            throw new IOException("silent");
        });
        var second = run.ask(runs::incrementAndGet);
        started.remove().run();
        assertThatThrownBy(first::join).hasRootCauseMessage("silent");
        assertThatThrownBy(second::join).hasRootCauseMessage("silent");
    }

    @Test
    void what_the_threads_reject_fails_and_the_next_may_try_again() {
        SharedRun<Integer> busy = new SharedRun<>(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                Duration.ZERO,
                () -> now);
        assertThatThrownBy(() -> busy.ask(runs::incrementAndGet).join())
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(busy.ask(runs::incrementAndGet)).isCompletedExceptionally();
        assertThat(runs).hasValue(0);
    }
}
