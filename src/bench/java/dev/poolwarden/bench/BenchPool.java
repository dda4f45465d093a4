package dev.poolwarden.bench;

import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.MonitorSettings;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.AdaptiveLimit;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.pool.PoolSettings;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.telemetry.StackCallers;
import dev.poolwarden.telemetry.Timings;
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
import java.util.concurrent.atomic.AtomicReference;

/** The guarded pool with breaker, timings and its monitor at the application's pace, without Quarkus; no cleanups. */
public final class BenchPool implements AutoCloseable {

    static final int LIMIT = 8;

    private final Gate gate;
    private final PostgresPool pool;
    private final PoolMonitor monitor;
    private final LimitPilot pilot;
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(3);
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor();

    /** @param limit what the gate's limit begins with, and how it goes on */
    public BenchPool(String url, PoolSettings size, GateSettings admission, AdaptiveLimit limit, Arrivals arrivals)
            throws SQLException {
        gate = new Gate(admission, System::nanoTime, new Timings());
        DatabaseBreaker breaker = breaker(gate);
        AtomicReference<DatabaseWatch> watching = new AtomicReference<>();
        pool = new PostgresPool(
                blueprint(url),
                address -> address,
                List.of(),
                size,
                gate,
                breaker,
                () -> watching.get().latest().reading().reachable(),
                new StackCallers(System.nanoTime()),
                arrivals,
                System::nanoTime);
        pool.awaitStart();
        DatabaseWatch watch = new DatabaseWatch(pool.probe(), Duration.ofMillis(1500));
        watching.set(watch);
        ReclaimLimits never = new ReclaimLimits(Duration.ofHours(1), Duration.ofHours(1));
        HolderWatch holders = new HolderWatch(pool, never, held -> {});
        pilot = new LimitPilot(gate, limit, admission.limit(), Clock.systemUTC());
        monitor = monitor(admission.limit(), watch, breaker, holders, never);
        watch.look(System.nanoTime());
        monitor.tick(System.nanoTime());
        every(1_000, pace, () -> watch.look(System.nanoTime()));
        every(DatabaseWatch.BEAT.toMillis(), pace, () -> watch.beat(System.nanoTime()));
        every(1_000, pace, () -> holders.look(true, System.nanoTime()));
        every(1_000, ticking, () -> monitor.tick(System.nanoTime()));
        every(100, ticking, pilot::beat);
    }

    /** Preset {@code small}, for callers that are all interactive. */
    static BenchPool small(String url) throws SQLException {
        PoolSettings size = new PoolSettings(
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
        GateSettings admission = new GateSettings(LIMIT, Duration.ofSeconds(10), Duration.ofSeconds(2), 1_000);
        return new BenchPool(url, size, admission, AdaptiveLimit.fixed(LIMIT), () -> Arrival.INTERACTIVE);
    }

    private static AgroalDataSource blueprint(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(configured -> {
                    configured.maxSize(1).connectionFactoryConfiguration(made -> made.jdbcUrl(url));
                    return configured;
                }));
    }

    private static DatabaseBreaker breaker(Gate gate) {
        DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
        breaker.onTransition(state -> {
            if (state == BreakerState.CLOSED) {
                gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
            } else {
                gate.refuse(Rejection.Cause.BREAKER_OPEN);
            }
        });
        return breaker;
    }

    private PoolMonitor monitor(
            int limit, DatabaseWatch watch, DatabaseBreaker breaker, HolderWatch holders, ReclaimLimits never) {
        return new PoolMonitor(
                new MonitorSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), limit),
                watch,
                pool,
                gate,
                pilot,
                breaker,
                holders,
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
    }

    private static void every(long millis, ScheduledExecutorService executor, Runnable turn) {
        Runnable told = () -> {
            try {
                turn.run();
            } catch (RuntimeException e) { // the executor would drop the turn without a word, and figures would follow
                e.printStackTrace();
            }
        };
        executor.scheduleWithFixedDelay(told, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Permits there are. */
    public int limit() {
        return gate.snapshot().limit();
    }

    public Connection borrow() throws SQLException {
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
        ticking.shutdownNow();
        pace.shutdownNow();
        pool.close();
    }
}
