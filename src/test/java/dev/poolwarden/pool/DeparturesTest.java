package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeparturesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private int expected;
    private long now = Long.MAX_VALUE - SECOND; // nanosecond clocks may come round

    private Departures departures(int maxOverflow, int idleSeconds) {
        PoolSettings small = PoolFixture.SMALL;
        PoolSettings settings = new PoolSettings(
                2,
                maxOverflow,
                small.recycle(),
                0,
                Duration.ofSeconds(idleSeconds),
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName());
        return new Departures(settings, () -> expected, new Random(3));
    }

    @Test
    void of_those_asked_about_at_once_one_goes() {
        Departures departures = departures(10, 60);
        assertThat(departures.mayGo(12, now)).isTrue();
        assertThat(departures.mayGo(11, now)).isFalse();
        assertThat(departures.mayGo(11, now + SECOND)).isFalse();
    }

    /** Looked at once a second, as by Agroal. */
    @ParameterizedTest
    @CsvSource({"10, 60, 3, 6", "10, 300, 5, 10", "100, 60, 1, 1", "0, 300, 5, 10"})
    void between_two_of_them_passes_half_to_all_of_a_share(int overflow, int idleSeconds, int least, int most) {
        Departures departures = departures(overflow, idleSeconds);
        List<Integer> pauses = new ArrayList<>();
        int since = -1;
        for (int second = 0; second < 500; second++) {
            if (departures.mayGo(12, now + second * SECOND)) {
                if (since >= 0) {
                    pauses.add(second - since);
                }
                since = second;
            }
        }
        assertThat(pauses)
                .hasSizeGreaterThan(30)
                .allSatisfy(each -> assertThat(each).isBetween(least, most));
        assertThat(pauses.stream().distinct().count()).isGreaterThan(least == most ? 0 : 2);
    }

    @Test
    void none_goes_that_will_be_needed() {
        Departures departures = departures(10, 60);
        expected = 8;
        assertThat(departures.mayGo(8, now)).isFalse();
        assertThat(departures.mayGo(9, now)).isTrue();
    }
}
