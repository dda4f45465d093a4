package dev.poolwarden.bench;

import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.MonitorSettings;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.pool.PoolSettings;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The guarded pool of preset {@code small} with its monitor at the application's pace, without Quarkus; no cleanups. */
final class BenchPool implements AutoCloseable {

    static final int LIMIT = 8;

    private static final PoolSettings SMALL = new PoolSettings(
            2,
            6,
            Duration.ZERO,
            1_000,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(31),
            0,
            "poolwarden:bench");

    private final Gate gate = new Gate(
            new GateSettings(LIMIT, Duration.ofSeconds(10), Duration.ofSeconds(2), 1_000),
            System::nanoTime,
            new GateListener() {});
    private final PostgresPool pool;
    private final PoolMonitor monitor;
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);

    BenchPool(String url) throws SQLException {
        DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
        pool = new PostgresPool(
                AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                        .connectionPoolConfiguration(configured -> {
                            configured.maxSize(1).connectionFactoryConfiguration(made -> made.jdbcUrl(url));
                            return configured;
                        })),
                address -> address,
                List.of(),
                SMALL,
                gate,
                breaker,
                () -> true,
                () -> new Caller("bench", null),
                () -> Arrival.INTERACTIVE,
                System::nanoTime);
        pool.awaitStart();
        ReclaimLimits never = new ReclaimLimits(Duration.ofHours(1), Duration.ofHours(1));
        DatabaseWatch watch = new DatabaseWatch(pool.probe(), Duration.ofMillis(1500));
        monitor = new PoolMonitor(
                new MonitorSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), LIMIT),
                watch,
                pool,
                gate,
                breaker,
                new HolderWatch(pool, never, held -> {}),
                new CleanupDesk(
                        pool,
                        new CleanupPlanner(never),
                        Duration.ZERO,
                        System::nanoTime,
                        Clock.systemUTC(),
                        report -> {}),
                new PressureClassifier(new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(30))),
                new ThrottlingPlanner(ThrottlingSettings.DEFAULTS),
                Clock.systemUTC(),
                List.of());
        watch.look(System.nanoTime());
        monitor.tick(System.nanoTime());
        pace.scheduleWithFixedDelay(() -> watch.look(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
        pace.scheduleWithFixedDelay(() -> monitor.tick(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
    }

    Connection borrow() throws SQLException {
        return pool.dataSource().getConnection();
    }

    int inUse() {
        return gate.snapshot().occupancy().inFlight();
    }

    PublishedState state() {
        return monitor.published();
    }

    @Override
    public void close() {
        pace.shutdownNow();
        pool.close();
    }
}
