package dev.poolwarden.api;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads of the operators' own, with short queues, so that they can act while requests have taken all others: two for what
 * asks the database, one for passwords, so that neither a silent database nor a flood of wrong passwords stops the other.
 */
@Singleton
class OperatorThreads {

    private static final int QUEUE = 50;

    private final ExecutorService database = threads("poolwarden-operator", 2);
    private final ExecutorService passwords = threads("poolwarden-sign-in", 1);
    private final Vertx vertx;

    OperatorThreads(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Where work waits for the database. Rejects with {@link RejectedExecutionException} what is too much. */
    Executor database() {
        return database;
    }

    /**
     * Checks a password after a delay, which keeps no thread. Fails with {@link RejectedExecutionException} when too many are
     * to be checked.
     */
    <T> Uni<T> checkPassword(Duration delay, Supplier<T> check) {
        Uni<T> checked = onRequest(Uni.createFrom().item(check).runSubscriptionOn(passwords));
        return delay.isZero() ? checked : after(delay).chain(() -> checked);
    }

    /** By a timer of the event loop: with Mutiny's own scheduler it would end on a worker thread, and they may all be taken. */
    private Uni<Void> after(Duration delay) {
        long millis = delay.plusNanos(999_999).toMillis();
        return Uni.createFrom().emitter(waiting -> {
            long timer = vertx.setTimer(millis, fired -> waiting.complete(null));
            waiting.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    /** What becomes of this, continued where the request was. */
    <T> Uni<T> outcome(Supplier<CompletionStage<T>> work) {
        return onRequest(Uni.createFrom().completionStage(work));
    }

    /** The request's scope is active on its own context only. */
    private static <T> Uni<T> onRequest(Uni<T> result) {
        Context request = Vertx.currentContext();
        return request == null ? result : result.emitOn(next -> request.runOnContext(nothing -> next.run()));
    }

    private static ExecutorService threads(String name, int most) {
        var executor =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @PreDestroy
    void stop() {
        database.shutdownNow();
        passwords.shutdownNow();
    }
}
