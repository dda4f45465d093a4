package dev.poolwarden.bench.overhead;

import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.pool.PoolSettings;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.telemetry.EventLog;
import dev.poolwarden.telemetry.StackCallers;
import dev.poolwarden.telemetry.Timings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The guarded pool with all that the application puts around it: gate, breaker, histograms, event log, callers. */
final class Poolwarden implements Guard {

    private static final PoolSettings SETTINGS = new PoolSettings(
            Peer.SIZE,
            0,
            Duration.ofMinutes(30),
            0, // the stub would have served the preset's 50 000 uses within a second
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(31),
            0,
            "poolwarden:bench");

    private final PostgresPool pool;

    Poolwarden(String url) throws SQLException {
        Gate gate = new Gate(
                new GateSettings(Peer.SIZE, Duration.ofMillis(500), Duration.ofMillis(50), 1_000),
                System::nanoTime,
                new Timings(new EventLog()));
        DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
        breaker.onTransition(state -> {
            if (state == BreakerState.CLOSED) {
                gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
            } else {
                gate.refuse(Rejection.Cause.BREAKER_OPEN);
            }
        });
        pool = new PostgresPool(
                AgroalGuards.blueprint(url),
                address -> address,
                List.of(),
                SETTINGS,
                gate,
                breaker,
                () -> true,
                new StackCallers(System.nanoTime()),
                () -> Arrival.INTERACTIVE,
                System::nanoTime);
        pool.awaitStart();
    }

    @Override
    public void checkout(Consumer<Connection> user) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection()) {
            user.accept(connection);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
