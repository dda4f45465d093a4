package dev.poolwarden.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting successes aside changes no verdict: after every call, the breaker says what one says that is told them all. */
class SuccessesTest {

    private static final SQLException BROKEN = new SQLException("connection lost", "08006");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void it_opens_at_the_very_call_at_which_it_would_have_opened(long seed) {
        Random random = new Random(seed);
        int window = 1 + random.nextInt(30);
        int minimum = 1 + random.nextInt(window);
        double percent = 1 + random.nextInt(100);
        DatabaseBreaker breaker = new DatabaseBreaker(new BreakerSettings(percent, window, minimum, 1, 1));
        CircuitBreaker told = told(percent, window, minimum);
        double failing = 0;
        for (int call = 0; call < 20_000; call++) {
            if (call % 100 == 0) {
                failing = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            }
            if (random.nextDouble() < failing) {
                breaker.failed(BROKEN);
                told.onError(0, TimeUnit.NANOSECONDS, BROKEN);
            } else {
                breaker.succeeded();
                told.onSuccess(0, TimeUnit.NANOSECONDS);
            }
            boolean closed = told.getState() == CircuitBreaker.State.CLOSED;
            assertThat(breaker.isClosed()).as("call %d", call).isEqualTo(closed);
            if (!closed) {
                told.transitionToHalfOpenState();
                told.transitionToClosedState();
                breaker.probeSucceeded();
            }
        }
    }

    private static CircuitBreaker told(double percent, int window, int minimum) {
        return CircuitBreaker.of(
                "told",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(window)
                        .minimumNumberOfCalls(minimum)
                        .failureRateThreshold((float) percent)
                        .build());
    }
}
