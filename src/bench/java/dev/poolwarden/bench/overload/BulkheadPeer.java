package dev.poolwarden.bench.overload;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * HikariCP behind resilience4j's semaphore bulkhead and its circuit breaker, defaults but for the wait and the number of calls:
 * as many as there are connections. The bulkhead is the outer one, so that a full one does not count as a failure.
 */
final class BulkheadPeer implements Peer {

    private final HikariPeer pool;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "database",
            CircuitBreakerConfig.custom().ignoreExceptions(Rejected.class).build());

    /** @param timeout longest wait for a place, and for a connection */
    BulkheadPeer(Setup setup, Duration timeout) {
        pool = new HikariPeer(setup, timeout);
        bulkhead = Bulkhead.of(
                "database",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(setup.mostConnections())
                        .maxWaitDuration(timeout)
                        .build());
    }

    @Override
    public void call(Kind kind, Work work) throws Rejected, SQLException {
        if (!bulkhead.tryAcquirePermission()) {
            throw new Rejected();
        }
        try {
            throughBreaker(kind, work);
        } finally {
            bulkhead.onComplete();
        }
    }

    private void throughBreaker(Kind kind, Work work) throws Rejected, SQLException {
        if (!breaker.tryAcquirePermission()) {
            throw new Rejected();
        }
        long start = System.nanoTime();
        try {
            pool.call(kind, work);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        } catch (Rejected | SQLException e) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
