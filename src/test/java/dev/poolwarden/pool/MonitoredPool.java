package dev.poolwarden.pool;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.MonitorSettings;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A {@link PoolFixture} with its monitor running, ten times as fast as in the application. */
final class MonitoredPool implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(100);

    final PoolFixture fixture;
    final CleanupDesk cleanups;
    private final PoolMonitor monitor;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    MonitoredPool(String url, PoolSettings settings, int limit, Duration maxWait) {
        fixture = new PoolFixture(url, settings, limit, maxWait);
        cleanups = new CleanupDesk(fixture.pool, Duration.ZERO, System::nanoTime, Clock.systemUTC(), report -> {});
        DatabaseWatch watch = new DatabaseWatch(fixture.pool.probe(), Duration.ofMillis(1500));
        monitor = new PoolMonitor(
                new MonitorSettings(TICK, Duration.ofSeconds(30), limit),
                watch,
                fixture.pool,
                fixture.gate,
                fixture.breaker,
                cleanups,
                new PressureClassifier(new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(1))),
                new ThrottlingPlanner(ThrottlingSettings.DEFAULTS),
                Clock.systemUTC(),
                List.of());
        watch.look(System.nanoTime());
        monitor.tick(System.nanoTime());
        threads.scheduleWithFixedDelay(() -> watch.look(System.nanoTime()), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        threads.scheduleAtFixedRate(() -> monitor.tick(System.nanoTime()), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
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
