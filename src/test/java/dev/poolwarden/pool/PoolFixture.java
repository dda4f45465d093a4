package dev.poolwarden.pool;

import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A guarded pool on a {@link TestPostgres}, put together as the application does, without Quarkus. */
final class PoolFixture implements AutoCloseable {

    /** Nothing is opened ahead, so that a test may count what its own borrowers make of it. */
    static final PoolSettings SMALL = new PoolSettings(
            2,
            6,
            Duration.ZERO,
            0,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(31),
            2,
            "poolwarden:test",
            false);

    /** Where the next borrowers say that they come from. */
    volatile String site = "test";

    final Gate gate;
    final DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
    final PostgresPool pool;

    PoolFixture(TestPostgres postgres, PoolSettings settings, int limit, Duration maxWait) {
        this(postgres.url(), settings, limit, maxWait);
    }

    PoolFixture(String url, PoolSettings settings, int limit, Duration maxWait) {
        this(
                settings,
                limit,
                maxWait,
                List.of(),
                pool -> pool.connectionFactoryConfiguration(made -> made.jdbcUrl(url)));
    }

    /** @param configured what the application configured of its pool */
    PoolFixture(
            PoolSettings settings,
            int limit,
            Duration maxWait,
            List<AgroalPoolInterceptor> interceptors,
            Consumer<AgroalConnectionPoolConfigurationSupplier> configured) {
        gate = new Gate(new GateSettings(limit, maxWait, maxWait, 1000), System::nanoTime, new GateListener() {});
        breaker.onTransition(state -> {
            if (state == BreakerState.CLOSED) {
                gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
            } else {
                gate.refuse(Rejection.Cause.BREAKER_OPEN);
            }
        });
        pool = new PostgresPool(
                blueprint(configured),
                address -> address,
                interceptors,
                settings,
                gate,
                breaker,
                () -> true,
                now -> new Caller(site, "client of " + site),
                () -> Arrival.INTERACTIVE,
                System::nanoTime);
        pool.awaitStart();
    }

    private static AgroalDataSource blueprint(Consumer<AgroalConnectionPoolConfigurationSupplier> configured) {
        try {
            return AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> {
                        configured.accept(pool.maxSize(1));
                        return pool;
                    }));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection borrow() throws SQLException {
        return pool.dataSource().getConnection();
    }

    int inFlight() {
        return gate.snapshot().occupancy().inFlight();
    }

    /** Borrows, asks the database for one value, and gives back. */
    String ask(String sql) throws SQLException {
        try (Connection connection = borrow()) {
            return ask(connection, sql);
        }
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** What a cleanup by hand would do now; whatever is held and idle for a second is held too long. */
    CleanupPlan plan(CleanupMode mode) throws SQLException {
        CleanupPlanner planner = new CleanupPlanner(new ReclaimLimits(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        return planner.plan(
                new CleanupRequest(mode, false, "test", CleanupRequest.MOST, true, By.operator("test")), pool.census());
    }

    /** Has the pool open as many connections as are borrowed at once. */
    void borrowAndReturn(int connections) throws SQLException {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            held.add(borrow());
        }
        for (Connection each : held) {
            each.close();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
