package dev.poolwarden.app;

import dev.poolwarden.control.AutomaticCleanup;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.FitReport;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.tasks.TaskGuard;
import dev.poolwarden.transaction.Pauses;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts the pool and the monitor before HTTP opens, keeps the tick, the probe and the look at the holders going, and drains
 * at the end. Each has a thread of its own: none waits for another, nor for workers that requests have taken; so has the beat
 * that measures for how long a probe is under way. Who takes back what the look has found shares its thread.
 */
@Singleton
class Lifecycle {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden");
    /** A holder found beyond its limit by one sample is taken back long before the next. Without one, a turn reads memory. */
    private static final int CLEANUPS_A_SAMPLE = 5;

    /** How long the windows are that the adaptive limit learns from, and how late the end of an outage is noticed. */
    private static final long BEAT = Duration.ofMillis(100).toNanos();

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    private final PostgresPool pool;
    private final DatabaseWatch watch;
    private final HolderWatch holders;
    private final AutomaticCleanup cleanup;
    private final PoolMonitor monitor;
    private final LimitPilot limit;
    private final Pauses pauses;
    private final FitReport fits;
    private final TaskGuard tasks;
    private final Settings settings;
    private final ScheduledExecutorService ticking = daemon("poolwarden-monitor");
    private final ScheduledExecutorService beating = daemon("poolwarden-beat");
    private final ScheduledExecutorService probing = daemon("poolwarden-probe");
    private final ScheduledExecutorService reclaiming = daemon("poolwarden-reclaim");
    private final ProbeTurn probe;
    private final ProbePace pace;

    Lifecycle(
            PostgresPool pool,
            DatabaseWatch watch,
            HolderWatch holders,
            AutomaticCleanup cleanup,
            PoolMonitor monitor,
            LimitPilot limit,
            Pauses pauses,
            FitReport fits,
            TaskGuard tasks,
            Settings settings) {
        this.pool = pool;
        this.watch = watch;
        this.probe = new ProbeTurn(watch, beating);
        this.holders = holders;
        this.cleanup = cleanup;
        this.monitor = monitor;
        this.limit = limit;
        this.pauses = pauses;
        this.fits = fits;
        this.tasks = tasks;
        this.settings = settings;
        this.pace = new ProbePace(
                settings.monitor().sampleInterval(), settings.breaker().successfulProbes(), new Random());
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        pool.awaitStart();
        probe();
        tick();
        long interval = settings.monitor().sampleInterval().toNanos();
        probeLater();
        // Not at a fixed rate: ticks that catch up after a standstill would all judge the same moment.
        ticking.scheduleWithFixedDelay(this::tick, interval, interval, TimeUnit.NANOSECONDS);
        ticking.scheduleWithFixedDelay(this::beat, BEAT, BEAT, TimeUnit.NANOSECONDS);
        reclaiming.scheduleWithFixedDelay(this::sampleHolders, 0, interval, TimeUnit.NANOSECONDS);
        if (settings.cleanup().automatic()) {
            long often = interval / CLEANUPS_A_SAMPLE;
            reclaiming.scheduleWithFixedDelay(this::cleanUp, interval, often, TimeUnit.NANOSECONDS);
        }
    }

    void stop(@Observes @Priority(10_000) ShutdownEvent event) {
        pauses.end(); // who pauses would come back to a pool that is closed
        tasks.close();
        pool.drain(DRAIN_PATIENCE);
        ticking.shutdownNow();
        probing.shutdownNow();
        beating.shutdownNow();
        reclaiming.shutdownNow();
    }

    private void probe() {
        survive("probe", probe::run);
    }

    /** In an outage sooner: who waits for its end shall not wait for us. */
    private void probeLater() {
        long pause = pace.pause(watch.last().reading().reachable());
        probing.schedule(this::probeAndGoOn, pause, TimeUnit.NANOSECONDS);
    }

    private void probeAndGoOn() {
        try {
            probe();
        } finally {
            probeLater(); // refused once the application shuts down
        }
    }

    private void sampleHolders() {
        survive(
                "look at the holders",
                () -> holders.look(watch.latest().reading().reachable(), System.nanoTime()));
    }

    private void cleanUp() {
        survive("cleanup", cleanup::turn);
    }

    private void beat() {
        survive("look at the probe", monitor::heed);
        survive("look at the limit", limit::beat);
    }

    private void tick() {
        long now = System.nanoTime();
        survive("tick", () -> monitor.tick(now));
        survive("comparison with the server", () -> fits.compare(watch.last().reading(), now));
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
