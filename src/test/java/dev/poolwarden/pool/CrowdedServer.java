package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server of 20 connections, of which an ordinary role may use 17 and leaves 2; an observer has one of them all the time. */
final class CrowdedServer implements AutoCloseable {

    static final Duration WAIT = Duration.ofSeconds(10);
    static final int USABLE = 17;
    static final int LEFT_FREE = 2;
    static final int OBSERVER = 1;
    static final int RESERVED = 1;
    static final int FIT = USABLE - LEFT_FREE - OBSERVER - RESERVED;

    /** The standard preset's size and overflow. */
    static final PoolSettings STANDARD = PoolUnderLoadTest.wearing(20, 10, 0);

    final TestPostgres postgres = new TestPostgres(20);
    private final Connection observer;

    CrowdedServer() throws SQLException {
        postgres.asAdmin("create role stranger login");
        postgres.asAdmin("create database elsewhere");
        postgres.asAdmin("create extension pg_stat_statements");
        observer = postgres.admin();
    }

    /** Waits until nobody but the observer is there; what a pool left behind as {@link TestPostgres#awaitNothingPooled} says, too. */
    void awaitCalm() {
        await().until(() -> {
            System.gc();
            return used() == OBSERVER;
        });
    }

    void awaitUsed(int connections) {
        await().until(() -> used() == connections);
    }

    MonitoredPool open(PoolSettings settings) {
        return new MonitoredPool(postgres.url(), settings, settings.capacity(), WAIT);
    }

    String as(String role, String database) {
        return "jdbc:postgresql://localhost:%d/%s?user=%s".formatted(postgres.port(), database, role);
    }

    static Fit fit(MonitoredPool pool) {
        return pool.fixture.pool.fit().orElseThrow();
    }

    static void assertThatNothingFailed(MonitoredPool pool) {
        assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
        assertThat(pool.fixture.breaker.snapshot().state()).isEqualTo(BreakerState.CLOSED);
        assertThat(pool.fixture.breaker.snapshot().failurePercent()).isZero();
    }

    static int threadsInAgroal() {
        return threadsIn("handlerFromSharedCache");
    }

    static int threadsIn(String method) {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Stream.of(stack).anyMatch(at -> at.getMethodName().equals(method)))
                .count();
    }

    int used() throws SQLException {
        return ask("select count(*) from pg_stat_activity where backend_type = 'client backend'");
    }

    synchronized int ask(String sql) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Counts on the server, without a pause, until closed. */
    AutoCloseable watch(AtomicInteger most) {
        return repeatedly(() -> most.accumulateAndGet(used(), Math::max));
    }

    static AutoCloseable repeatedly(Callable<?> work) {
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Void> watching = new FutureTask<>(() -> {
            while (!over.get()) {
                work.call();
            }
            return null;
        });
        new Thread(watching).start();
        return () -> {
            over.set(true);
            watching.get();
        };
    }

    @Override
    public void close() throws SQLException {
        observer.close();
        postgres.close();
    }
}
