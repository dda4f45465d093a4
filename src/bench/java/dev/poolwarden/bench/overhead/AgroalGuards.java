package dev.poolwarden.bench.overhead;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.BlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Agroal as it comes, with its metrics, and behind Netflix' adaptive limit as its documentation shows it. */
final class AgroalGuards {

    private AgroalGuards() {}

    /** An Agroal of {@link Peer#SIZE} connections. */
    static AgroalDataSource pool(String url, boolean metrics) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(metrics)
                .connectionPoolConfiguration(pool -> pool.initialSize(Peer.SIZE)
                        .minSize(Peer.SIZE)
                        .maxSize(Peer.SIZE)
                        .connectionFactoryConfiguration(made ->
                                made.connectionProviderClass(StubDriver.class).jdbcUrl(url))));
    }

    /** What Quarkus would hand to Poolwarden: configured, and without a connection. */
    static AgroalDataSource blueprint(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .connectionFactoryConfiguration(made ->
                                made.connectionProviderClass(StubDriver.class).jdbcUrl(url))));
    }

    static Guard plain(String url, boolean metrics) throws SQLException {
        AgroalDataSource pool = pool(url, metrics);
        return new Guard() {
            @Override
            public void checkout(Consumer<Connection> user) throws SQLException {
                try (Connection connection = pool.getConnection()) {
                    user.accept(connection);
                }
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    static Guard limitedByNetflix(String url) throws SQLException {
        AgroalDataSource pool = pool(url, false);
        Gradient2Limit limit = Gradient2Limit.newBuilder()
                .initialLimit(Peer.SIZE)
                .maxConcurrency(Peer.SIZE)
                .build();
        Limiter<Void> limiter =
                BlockingLimiter.wrap(SimpleLimiter.newBuilder().limit(limit).build());
        return new Guard() {
            @Override
            public void checkout(Consumer<Connection> user) throws SQLException {
                Limiter.Listener admitted = limiter.acquire(null).orElseThrow();
                try (Connection connection = pool.getConnection()) {
                    user.accept(connection);
                } catch (SQLException | RuntimeException | Error e) {
                    admitted.onDropped();
                    throw e;
                }
                admitted.onSuccess();
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }
}
