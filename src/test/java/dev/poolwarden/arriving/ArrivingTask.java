package dev.poolwarden.arriving;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priority;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** Two scheduled methods, of which one matters; each runs once, at the start. In tests only. */
@Singleton
class ArrivingTask {

    final CompletableFuture<Arrival> plain = new CompletableFuture<>();
    final CompletableFuture<Arrival> important = new CompletableFuture<>();

    private final Arrivals arrivals;

    ArrivingTask(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    @Scheduled(every = "24h")
    void runs() {
        plain.complete(arrivals.current());
    }

    @Scheduled(every = "24h")
    @AdmissionPriority(Priority.ESSENTIAL)
    void runsToo() {
        important.complete(arrivals.current());
    }
}
