package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However many connections are dead, nobody waits longer for one than for a new one. */
class BorrowingBoundTest {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    @Test
    void behind_a_silent_server_a_borrower_waits_no_longer_than_the_connect_timeout() throws Exception {
        PoolSettings settings = new PoolSettings(
                4,
                4,
                Duration.ZERO,
                0,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                CONNECT,
                Duration.ofSeconds(31),
                2,
                "poolwarden:test",
                false);
        try (TestPostgres postgres = new TestPostgres();
                PoolFixture fixture = new PoolFixture(postgres, settings, 8, Duration.ofSeconds(5))) {
            fixture.borrowAndReturn(4);
            await().pollDelay(Duration.ofMillis(600)).until(() -> true); // taken for alive no more
            postgres.freeze();
            try {
                long begun = System.nanoTime();
                assertThatThrownBy(fixture::borrow).isInstanceOf(DatabaseAccessException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("a proof and an opening, each as long as may be, would be 4 s")
                        .isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
            } finally {
                postgres.thaw();
            }
            await().until(() -> fixture.ask("select 1").equals("1"));
            assertThat(fixture.inFlight()).isZero();
        }
    }
}
