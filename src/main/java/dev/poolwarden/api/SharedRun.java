package dev.poolwarden.api;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Work that is done once however many ask: whoever asks while it runs, or within a time after it began, gets its outcome, and
 * holds no thread until then. Thread-safe.
 */
final class SharedRun<T> {

    private record Run<T>(long began, CompletableFuture<T> outcome) {}

    private final Executor executor;
    private final long kept;
    private final LongSupplier nanoTime;
    private final AtomicReference<Run<T>> last = new AtomicReference<>();

    /** @param kept how long after its begin an outcome that is there still answers; zero for not at all */
    SharedRun(Executor executor, Duration kept, LongSupplier nanoTime) {
        this.executor = executor;
        this.kept = kept.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The outcome, the asker's own copy: who cancels it disturbs nobody else. */
    CompletableFuture<T> ask(Callable<T> work) {
        Run<T> mine = new Run<>(nanoTime.getAsLong(), new CompletableFuture<>());
        Run<T> seen;
        do {
            seen = last.get();
            if (seen != null && (!seen.outcome().isDone() || mine.began() - seen.began() < kept)) {
                return seen.outcome().copy();
            }
        } while (!last.compareAndSet(seen, mine));
        start(mine.outcome(), work);
        return mine.outcome().copy();
    }

    private void start(CompletableFuture<T> outcome, Callable<T> work) {
        try {
            executor.execute(() -> run(outcome, work));
        } catch (RejectedExecutionException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static <T> void run(CompletableFuture<T> outcome, Callable<T> work) {
        try {
            outcome.complete(work.call());
        } catch (Throwable e) { // whatever it is, those who wait must hear of it
            outcome.completeExceptionally(e);
        }
    }
}
