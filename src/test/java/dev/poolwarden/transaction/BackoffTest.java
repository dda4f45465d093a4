package dev.poolwarden.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final RetrySettings SETTINGS =
            new RetrySettings(20, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "7, 640", "8, 1000", "20, 1000"})
    void the_longest_pause_doubles_up_to_its_bound(int failed, long millis) {
        assertThat(Backoff.longest(SETTINGS, failed)).hasMillis(millis);
    }

    /** The largest settings allowed: no overflow on the way. */
    @Test
    void the_longest_of_all_is_within_its_bound() {
        var largest = new RetrySettings(20, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(10));
        assertThat(Backoff.longest(largest, 20)).hasMinutes(1);
    }

    /** Full jitter: from nothing to the longest, the mean in the middle. Seeded. */
    @Test
    void pauses_are_spread_over_the_whole_span() {
        Random random = new Random(5);
        LongStream pauses = LongStream.range(0, 10_000)
                .map(i -> Backoff.pause(SETTINGS, 5, random).toNanos());
        var spread = pauses.summaryStatistics();
        assertThat(spread.getMin()).isBetween(0L, 1_000_000L);
        assertThat(spread.getMax()).isBetween(159_000_000L, 160_000_000L);
        assertThat(spread.getAverage()).isBetween(77e6, 83e6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 10 | 1000 | 10000 | transactions.max-tries is 0; allowed is 1 to 20",
                "21 | 10 | 1000 | 10000 | transactions.max-tries is 21; allowed is 1 to 20",
                "4 | 0 | 1000 | 10000 | transactions.first-backoff is PT0S; allowed is 1 ms to transactions.max-backoff, which is PT1S",
                "4 | 1001 | 1000 | 10000 | transactions.first-backoff is PT1.001S; allowed is 1 ms to transactions.max-backoff, which is PT1S",
                "4 | 10 | 60001 | 10000 | transactions.max-backoff is PT1M0.001S; allowed is 1 ms to 1 min",
                "4 | 10 | 1000 | -1 | transactions.max-time is PT-0.001S; allowed is 0 s to 10 min",
                "4 | 10 | 1000 | 600001 | transactions.max-time is PT10M0.001S; allowed is 0 s to 10 min"
            })
    void impossible_settings_are_refused_by_name(int tries, long first, long most, long time, String message) {
        assertThatThrownBy(() -> new RetrySettings(
                        tries, Duration.ofMillis(first), Duration.ofMillis(most), Duration.ofMillis(time)))
                .hasMessage(message);
    }
}
