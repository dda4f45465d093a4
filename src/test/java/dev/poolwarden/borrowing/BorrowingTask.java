package dev.poolwarden.borrowing;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** Two scheduled methods, of which only one has an identity; each runs once, at the start. In tests only. */
@Singleton
class BorrowingTask {

    final CompletableFuture<Caller> nameless = new CompletableFuture<>();
    final CompletableFuture<Caller> named = new CompletableFuture<>();

    private final Callers callers;

    BorrowingTask(Callers callers) {
        this.callers = callers;
    }

    @Scheduled(every = "24h")
    void runs() {
        nameless.complete(callers.current(System.nanoTime()));
    }

    @Scheduled(every = "24h", identity = "borrowing-by-name")
    void runsToo() {
        named.complete(callers.current(System.nanoTime()));
    }
}
