package dev.poolwarden.pool;

import dev.poolwarden.control.AutomaticCleanup;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.MonitorSettings;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A {@link PoolFixture} with its monitor running, ten times as fast as in the application. */
final class MonitoredPool implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(100);

    private static final ReclaimLimits NEVER = new ReclaimLimits(Duration.ofHours(1), Duration.ofHours(1));

    final PoolFixture fixture;
    final Queue<CleanupReport> reports = new ConcurrentLinkedQueue<>();
    final Queue<Held> suspects = new ConcurrentLinkedQueue<>();
    final CleanupDesk cleanups;
    private final PoolMonitor monitor;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

    MonitoredPool(String url, PoolSettings settings, int limit, Duration maxWait) {
        this(new PoolFixture(url, settings, limit, maxWait), NEVER, limit);
    }

    /** @param limits beyond which a hold is taken back as soon as usage is critical */
    MonitoredPool(PoolFixture fixture, ReclaimLimits limits, int limit) {
        this.fixture = fixture;
        CleanupPlanner planner = new CleanupPlanner(limits);
        cleanups = new CleanupDesk(
                fixture.pool, planner, Duration.ZERO, System::nanoTime, Clock.systemUTC(), reports::add);
        HolderWatch holders = new HolderWatch(fixture.pool, limits, suspects::add);
        DatabaseWatch watch = new DatabaseWatch(fixture.pool.probe(), Duration.ofMillis(1500));
        monitor = new PoolMonitor(
                new MonitorSettings(TICK, Duration.ofSeconds(30), limit),
                watch,
                fixture.pool,
                fixture.gate,
                new LimitPilot(fixture.gate, new LimitSettings(false, 1, limit), Clock.systemUTC()),
                fixture.breaker,
                holders,
                cleanups,
                new PressureClassifier(new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(1))),
                new ThrottlingPlanner(ThrottlingSettings.DEFAULTS),
                Clock.systemUTC(),
                List.of());
        AutomaticCleanup automatic = new AutomaticCleanup(monitor, holders, planner, cleanups, 90, limits.longest());
        threads.scheduleWithFixedDelay(
                () -> watch.beat(System.nanoTime()), 0, DatabaseWatch.BEAT.toMillis(), TimeUnit.MILLISECONDS);
        watch.look(System.nanoTime());
        monitor.tick(System.nanoTime());
        threads.scheduleWithFixedDelay(
                () -> {
                    watch.look(System.nanoTime());
                    holders.look(watch.latest().reading().reachable(), System.nanoTime());
                },
                0,
                TICK.toMillis(),
                TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(() -> cleanUp(automatic), 0, TICK.toMillis() / 5, TimeUnit.MILLISECONDS);
        threads.scheduleAtFixedRate(() -> monitor.tick(System.nanoTime()), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cleanUp(AutomaticCleanup automatic) {
        try {
            automatic.turn();
        } catch (InterruptedException | SQLException e) {
            // the next turn tries again
        }
    }

    PublishedState state() {
        return monitor.published();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        fixture.close();
    }
}
