package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectBackoffTest {

    private static final long NOW = Long.MAX_VALUE - 5; // the clock may overflow
    private static final SQLException FULL = new SQLException("too many connections", "53300");

    private final ConnectBackoff backoff = new ConnectBackoff(new Random(7));

    private long failed() {
        backoff.failed(FULL, NOW);
        return backoff.state().until() - NOW;
    }

    @Test
    void nothing_waits_before_the_first_failure() {
        assertThat(backoff.state().waitsAt(NOW)).isFalse();
    }

    @Test
    void pauses_grow_with_each_failure_to_a_second_at_the_most() {
        for (long longest : new long[] {100, 200, 400, 800, 1000, 1000, 1000}) {
            assertThat(failed())
                    .isBetween(
                            Duration.ofMillis(longest / 2).toNanos(),
                            Duration.ofMillis(longest).toNanos());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(failed()).isPositive();
        }
        assertThat(backoff.state().trouble()).isEqualTo(Trouble.FULL);
    }

    @Test
    void a_success_ends_the_pause_and_forgets_the_failures() {
        failed();
        failed();
        backoff.succeeded();

        assertThat(backoff.state().waitsAt(NOW)).isFalse();
        assertThat(failed()).isLessThanOrEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void when_something_has_changed_one_attempt_is_made_at_once_and_pauses_go_on_where_they_were() {
        for (int i = 0; i < 5; i++) {
            failed();
        }
        backoff.expire(NOW);

        assertThat(backoff.state().waitsAt(NOW)).isFalse();
        assertThat(failed()).isGreaterThanOrEqualTo(Duration.ofMillis(500).toNanos());
    }
}
