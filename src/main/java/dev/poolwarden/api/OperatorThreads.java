package dev.poolwarden.api;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.smallrye.mutiny.unchecked.UncheckedSupplier;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Two threads for what operators ask, with a short queue: enough for people, and no way to pile up work. */
@Singleton
class OperatorThreads {

    private static final int THREADS = 2;
    private static final int QUEUE = 50;

    private final ExecutorService executor = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), OperatorThreads::daemon);

    /**
     * Runs it there and continues where the request was, whose scope is active only there. Fails with
     * {@link RejectedExecutionException} when too many ask.
     */
    <T> Uni<T> run(UncheckedSupplier<T> work) {
        Context request = Vertx.currentContext();
        Uni<T> result = Uni.createFrom().item(Unchecked.supplier(work)).runSubscriptionOn(executor);
        return request == null ? result : result.emitOn(next -> request.runOnContext(nothing -> next.run()));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "poolwarden-operator");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }
}
