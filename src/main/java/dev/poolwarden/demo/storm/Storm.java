package dev.poolwarden.demo.storm;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Loads this application by its own HTTP address, first without and then with the client's rules; one at a time. Thread-safe. */
@Singleton
class Storm {

    private static final Logger LOG = Logger.getLogger(Storm.class);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final HttpServer server;
    private final Usage usage;
    private final ThreadFactory threads;

    /** Leaves IDLE by whoever begins a storm, under the lock, and is written by its thread from then on, until it is IDLE again. */
    private volatile StormPhase phase = StormPhase.IDLE;

    private Thread thread; // of the latest storm; guarded by this

    @Inject
    Storm(Vertx vertx, HttpServer server, Usage usage) {
        this(vertx, server, usage, StormThreads::make);
    }

    Storm(Vertx vertx, HttpServer server, Usage usage, ThreadFactory threads) {
        this.vertx = vertx;
        this.server = server;
        this.usage = usage;
        this.threads = threads;
    }

    StormPhase phase() {
        return phase;
    }

    /**
     * Begins a storm, which takes twice its seconds and up to 60 s between the halves.
     *
     * @param size without a null
     * @return its table, once it is over, or a {@link CancellationException} when the application shuts down; empty when one
     *     runs already
     * @throws OutOfMemoryError where no thread is to be had; then none has begun
     */
    synchronized Optional<CompletionStage<StormTable>> begin(StormSize size) {
        if (phase != StormPhase.IDLE) {
            return Optional.empty();
        }
        CompletableFuture<StormTable> table = new CompletableFuture<>();
        start(threads.newThread(() -> run(size, table)));
        return Optional.of(table);
    }

    private void start(Thread next) {
        phase = StormPhase.WITHOUT_RULES; // before the thread writes it
        try {
            next.start();
        } catch (Error e) {
            phase = StormPhase.IDLE;
            throw e;
        }
        thread = next;
    }

    /** Idle again before the table is out: who has it may begin another one. */
    private void run(StormSize size, CompletableFuture<StormTable> table) {
        try {
            StormTable rows = run(size);
            phase = StormPhase.IDLE;
            table.complete(rows);
        } catch (InterruptedException | CancellationException e) {
            phase = StormPhase.IDLE;
            table.completeExceptionally(new CancellationException("The application shuts down"));
        } catch (RuntimeException | Error e) {
            LOG.error("A storm broke off", e);
            phase = StormPhase.IDLE;
            table.completeExceptionally(e);
        }
    }

    private StormTable run(StormSize size) throws InterruptedException {
        try (Site site = new Site(vertx, server.getLocalBaseUri(), size.tabs() * StormHalf.A_TAB)) {
            var without = new StormHalf(site, usage, size, false).run();
            phase = StormPhase.RECOVERING;
            recover(site);
            phase = StormPhase.WITH_RULES;
            var with = new StormHalf(site, usage, size, true).run();
            return new StormTable(size.tabs(), size.seconds(), size.holdMs(), List.of(without, with));
        }
    }

    private static void recover(Site site) throws InterruptedException {
        long start = System.nanoTime();
        while (!isNormal(site) && System.nanoTime() - start < LONGEST_RECOVERY.toNanos()) {
            Thread.sleep(LOOK.toMillis());
        }
    }

    private static boolean isNormal(Site site) throws InterruptedException {
        try {
            return site.advice(MultiMap.caseInsensitiveMultiMap()).level().equals("NORMAL");
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Before the pool drains. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread running = latest();
        if (running != null) {
            running.interrupt();
            running.join(FAREWELL.toMillis());
        }
    }

    /** Of one that is just beginning, too: it has begun before this answers. */
    private synchronized Thread latest() {
        return thread;
    }
}
