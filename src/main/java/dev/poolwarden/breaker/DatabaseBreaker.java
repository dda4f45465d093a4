package dev.poolwarden.breaker;

import static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps requests from a database in trouble. The calls it counts are borrowed connections and attempts to open one; it opens
 * when too many failed, or when the monitor's probes fail.
 *
 * <pre>
 *           failures, or probes failed            a probe succeeded
 *   CLOSED ----------------------------&gt; OPEN ----------------------&gt; HALF_OPEN
 *      ^                                   ^                              |  |
 *      |                                   +--------- a probe failed -----+  |
 *      +-------------------- enough probes succeeded in a row ---------------+
 * </pre>
 *
 * Requests pass only while it is closed: while it is half open, the monitor tries the database alone. Thread-safe; calls are
 * recorded by any thread, probes by the monitor's only.
 */
public final class DatabaseBreaker {

    private final CircuitBreaker breaker;
    private final BreakerSettings settings;
    private final Successes successes;
    private final AtomicLong opened = new AtomicLong();
    private int failedProbes; // the monitor's thread only

    public DatabaseBreaker(BreakerSettings settings) {
        this.settings = settings;
        this.successes = new Successes(settings.window());
        this.breaker = CircuitBreaker.of(
                "database",
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                settings.window(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED, LOCK_FREE)
                        .failureRateThreshold((float) settings.failurePercent())
                        .permittedNumberOfCallsInHalfOpenState(settings.successfulProbes())
                        .waitDurationInOpenState(Duration.ofDays(365)) // only a successful probe ends OPEN
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                opened.incrementAndGet();
            }
            successes.forget(); // its window begins anew, too
        });
    }

    /** Calls the listener with every new state, on the thread that caused it. */
    public void onTransition(Consumer<BreakerState> listener) {
        breaker.getEventPublisher()
                .onStateTransition(event ->
                        listener.accept(stateOf(event.getStateTransition().getToState())));
    }

    /** Whether requests may pass. */
    public boolean isClosed() {
        return breaker.getState() == CircuitBreaker.State.CLOSED;
    }

    /** Records a borrow that ended without trouble. */
    public void succeeded() {
        if (isClosed() && !successes.setAside()) {
            tellSuccesses();
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** Records an error of a statement or of an attempt to connect, if it {@linkplain TroubleStates counts}. */
    public void failed(SQLException error) {
        if (isClosed() && TroubleStates.count(error)) {
            successes.failureComes();
            tellSuccesses();
            breaker.onError(0, TimeUnit.NANOSECONDS, error);
            successes.failureComes(); // those told meanwhile may have come before it
        }
    }

    /** Those that were set aside came before what is recorded next. */
    private void tellSuccesses() {
        for (int left = successes.take(); left > 0 && isClosed(); left--) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** Records a probe that reached the database. */
    public void probeSucceeded() {
        failedProbes = 0;
        switch (state()) {
            case CLOSED -> {}
            case OPEN -> {
                breaker.transitionToHalfOpenState();
                passHalfOpen();
            }
            case HALF_OPEN -> passHalfOpen();
        }
    }

    /** Records a probe that did not reach the database. */
    public void probeFailed() {
        failedProbes++;
        boolean opens = state() == BreakerState.CLOSED && failedProbes >= settings.failedProbes();
        if (opens || state() == BreakerState.HALF_OPEN) {
            breaker.transitionToOpenState();
        }
    }

    public BreakerSnapshot snapshot() {
        float failures = breaker.getMetrics().getFailureRate();
        return new BreakerSnapshot(state(), Math.max(0, failures), opened.get());
    }

    private void passHalfOpen() {
        if (breaker.tryAcquirePermission()) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    private BreakerState state() {
        return stateOf(breaker.getState());
    }

    private static BreakerState stateOf(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            default -> BreakerState.OPEN;
        };
    }
}
