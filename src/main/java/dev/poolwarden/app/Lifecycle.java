package dev.poolwarden.app;

import dev.poolwarden.control.AutomaticCleanup;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.pool.PostgresPool;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts the pool and the monitor before HTTP opens, keeps the tick and the probe going, and drains at the end. Tick and probe
 * have a thread each: neither waits for the other, nor for workers that requests have taken.
 */
@Singleton
class Lifecycle {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden");
    /** A holder found beyond its limit by one sample is taken back long before the next. Without one, a turn reads memory. */
    private static final int CLEANUPS_A_SAMPLE = 5;

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    private final PostgresPool pool;
    private final DatabaseWatch watch;
    private final HolderWatch holders;
    private final AutomaticCleanup cleanup;
    private final PoolMonitor monitor;
    private final Settings settings;
    private final ScheduledExecutorService ticking = daemon("poolwarden-monitor");
    private final ScheduledExecutorService probing = daemon("poolwarden-probe");
    private final ScheduledExecutorService cleaning = daemon("poolwarden-cleanup");

    Lifecycle(
            PostgresPool pool,
            DatabaseWatch watch,
            HolderWatch holders,
            AutomaticCleanup cleanup,
            PoolMonitor monitor,
            Settings settings) {
        this.pool = pool;
        this.watch = watch;
        this.holders = holders;
        this.cleanup = cleanup;
        this.monitor = monitor;
        this.settings = settings;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        pool.awaitStart();
        probe();
        tick();
        long interval = settings.monitor().sampleInterval().toNanos();
        probing.scheduleWithFixedDelay(this::probe, interval, interval, TimeUnit.NANOSECONDS);
        ticking.scheduleAtFixedRate(this::tick, interval, interval, TimeUnit.NANOSECONDS);
        if (settings.cleanup().automatic()) {
            long often = interval / CLEANUPS_A_SAMPLE;
            cleaning.scheduleWithFixedDelay(this::cleanUp, interval, often, TimeUnit.NANOSECONDS);
        }
    }

    void stop(@Observes @Priority(10_000) ShutdownEvent event) {
        pool.drain(DRAIN_PATIENCE);
        ticking.shutdownNow();
        probing.shutdownNow();
        cleaning.shutdownNow();
    }

    private void probe() {
        survive("probe", () -> {
            watch.look(System.nanoTime());
            long now = System.nanoTime();
            holders.look(watch.latest(now).reading().reachable(), now);
        });
    }

    private void cleanUp() {
        survive("cleanup", cleanup::turn);
    }

    private void tick() {
        survive("tick", () -> monitor.tick(System.nanoTime()));
    }

    /** A turn that fails must not be the last one: the executor would drop it without a word. */
    private static void survive(String what, Turn turn) {
        try {
            turn.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the application is shutting down
        } catch (Exception | Error e) {
            LOG.errorf(e, "The monitor's %s failed; the next one is due in its time", what);
        }
    }

    /** What may go wrong in a turn is told and forgotten. */
    @FunctionalInterface
    private interface Turn {
        void run() throws Exception;
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
