package dev.poolwarden.bench.overhead;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** HikariCP as it comes, and behind resilience4j's semaphore bulkhead and circuit breaker. */
final class HikariGuards {

    private HikariGuards() {}

    private static HikariDataSource pool(String url) {
        HikariConfig settings = new HikariConfig();
        settings.setDriverClassName(StubDriver.class.getName());
        settings.setJdbcUrl(url);
        settings.setMinimumIdle(Peer.SIZE);
        settings.setMaximumPoolSize(Peer.SIZE);
        return new HikariDataSource(settings);
    }

    static Guard plain(String url) {
        HikariDataSource pool = pool(url);
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

    static Guard behindResilience4j(String url) {
        HikariDataSource pool = pool(url);
        Bulkhead bulkhead = Bulkhead.of(
                "database",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(Peer.SIZE)
                        .maxWaitDuration(Duration.ofMillis(500))
                        .build());
        CircuitBreaker breaker = CircuitBreaker.of("database", CircuitBreakerConfig.ofDefaults());
        return new Guard() {
            @Override
            public void checkout(Consumer<Connection> user) throws Exception {
                Callable<Void> work = () -> {
                    try (Connection connection = pool.getConnection()) {
                        user.accept(connection);
                        return null;
                    }
                };
                breaker.executeCallable(Bulkhead.decorateCallable(bulkhead, work));
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }
}
