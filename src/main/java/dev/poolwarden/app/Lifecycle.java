package dev.poolwarden.app;

import dev.poolwarden.control.DatabaseWatch;
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
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    private final PostgresPool pool;
    private final DatabaseWatch watch;
    private final PoolMonitor monitor;
    private final Settings settings;
    private final ScheduledExecutorService ticking = daemon("poolwarden-monitor");
    private final ScheduledExecutorService probing = daemon("poolwarden-probe");

    Lifecycle(PostgresPool pool, DatabaseWatch watch, PoolMonitor monitor, Settings settings) {
        this.pool = pool;
        this.watch = watch;
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
    }

    void stop(@Observes @Priority(10_000) ShutdownEvent event) {
        pool.drain(DRAIN_PATIENCE);
        ticking.shutdownNow();
        probing.shutdownNow();
    }

    private void probe() {
        survive("probe", () -> watch.look(System.nanoTime()));
    }

    private void tick() {
        survive("tick", () -> monitor.tick(System.nanoTime()));
    }

    /** A turn that fails must not be the last one: the executor would drop it without a word. */
    private static void survive(String what, Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "The monitor's %s failed; the next one is due in its time", what);
        }
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
