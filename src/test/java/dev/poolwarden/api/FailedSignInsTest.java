package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.api.FailedSignIns.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedSignInsTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    private final ManualClock clock = new ManualClock();
    private final FailedSignIns failed = new FailedSignIns();

    @Test
    void who_never_failed_waits_for_nothing_however_many_come_at_once() {
        for (int i = 0; i < 100; i++) {
            assertThat(reserve(HERE)).isEqualTo(turn(0));
        }
    }

    @Test
    void each_failure_doubles_the_wait_until_five_seconds() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(attempt(HERE));
        }
        assertThat(waits).containsExactly(0L, 100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void the_delay_counts_from_the_turn_before_and_not_from_the_failure() {
        fail(HERE);
        clock.advanceMillis(60);
        assertThat(reserve(HERE)).isEqualTo(turn(40));
        clock.advanceMillis(40 + 70); // what checking takes
        fail(HERE);
        assertThat(reserve(HERE)).isEqualTo(turn(130));
    }

    @Test
    void who_waited_long_enough_waits_no_more() {
        fail(HERE);
        clock.advanceMillis(100);
        assertThat(reserve(HERE)).isEqualTo(turn(0));
    }

    @Test
    void attempts_that_come_together_wait_one_behind_the_other_as_if_each_had_failed() {
        fail(HERE);
        assertThat(List.of(reserve(HERE), reserve(HERE), reserve(HERE), reserve(HERE)))
                .containsExactly(turn(100), turn(300), turn(700), turn(1500));
    }

    @Test
    void who_would_wait_longer_than_ten_seconds_gets_no_turn_and_takes_none() {
        fail(HERE);
        for (int turn = 0; turn < 6; turn++) {
            reserve(HERE); // 100, 300, 700, 1500, 3100, 6300 ms
        }
        Turn none = new Turn(false, Duration.ofMillis(11_300));
        assertThat(reserve(HERE)).isEqualTo(none);
        assertThat(reserve(HERE)).isEqualTo(none);
        clock.advanceMillis(1_299);
        assertThat(reserve(HERE).granted()).isFalse();
        clock.advanceMillis(1);
        assertThat(reserve(HERE)).isEqualTo(turn(10_000));
    }

    @Test
    void a_burst_that_fails_together_earns_the_delay_of_all_of_it() {
        for (int i = 0; i < 4; i++) {
            reserve(HERE);
        }
        for (int i = 0; i < 4; i++) {
            fail(HERE);
        }
        assertThat(reserve(HERE)).isEqualTo(turn(800));
    }

    @Test
    void attempts_with_a_turn_are_not_counted_twice_when_they_fail() {
        fail(HERE);
        reserve(HERE);
        reserve(HERE);
        clock.advanceMillis(300);
        assertThat(fail(HERE)).isEqualTo(2);
        assertThat(fail(HERE)).isEqualTo(3);
        assertThat(reserve(HERE)).isEqualTo(turn(400));
    }

    @Test
    void a_success_forgets_the_address() {
        attempt(HERE);
        attempt(HERE);
        failed.succeeded(HERE);
        assertThat(reserve(HERE)).isEqualTo(turn(0));
        assertThat(fail(HERE)).isEqualTo(1);
    }

    @Test
    void another_address_is_another_matter() {
        attempt(HERE);
        assertThat(reserve(THERE)).isEqualTo(turn(0));
        attempt(THERE);
        failed.succeeded(THERE);
        assertThat(reserve(HERE)).isEqualTo(turn(100));
    }

    @Test
    void failures_in_a_row_are_counted() {
        assertThat(List.of(fail(HERE), fail(HERE), fail(THERE), fail(HERE))).containsExactly(1, 2, 1, 3);
    }

    @Test
    void fifteen_minutes_after_the_last_failure_nothing_is_known() {
        fail(HERE);
        clock.advance(Duration.ofMinutes(14));
        fail(HERE);
        clock.advance(Duration.ofMinutes(15));
        assertThat(fail(HERE)).isEqualTo(3);
        clock.advance(Duration.ofMinutes(15).plusNanos(1));
        assertThat(reserve(HERE)).isEqualTo(turn(0));
        assertThat(fail(HERE)).isEqualTo(1);
    }

    /** Else who asks all the time would never be forgotten. */
    @Test
    void asking_is_no_failure() {
        fail(HERE);
        clock.advance(Duration.ofMinutes(10));
        reserve(HERE);
        clock.advance(Duration.ofMinutes(5).plusNanos(1));
        assertThat(fail(HERE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 1_000})
    void the_delay_stays_the_longest_however_many_fail(int failures) {
        for (int i = 0; i < failures; i++) {
            fail(HERE);
        }
        assertThat(reserve(HERE)).isEqualTo(turn(5000));
    }

    @Test
    void of_ten_thousand_addresses_that_which_did_not_fail_for_longest_is_forgotten() {
        fail(HERE);
        fail(THERE);
        fail(HERE);
        for (int i = 0; i < 9_999; i++) {
            fail("10.0.%d.%d".formatted(i / 256, i % 256));
        }
        assertThat(reserve(THERE)).isEqualTo(turn(0));
        assertThat(reserve(HERE).delay()).isPositive();
        fail("10.1.0.0");
        assertThat(reserve(HERE)).isEqualTo(turn(0));
    }

    /** One after the other: waits for the turn, and fails. Returns how long it waited, in ms. */
    private long attempt(String address) {
        Turn turn = reserve(address);
        assertThat(turn.granted()).isTrue();
        clock.advance(turn.delay());
        fail(address);
        return turn.delay().toMillis();
    }

    private Turn reserve(String address) {
        return failed.reserve(address, clock.getAsLong());
    }

    private int fail(String address) {
        return failed.failed(address, clock.getAsLong());
    }

    private static Turn turn(long millis) {
        return new Turn(true, Duration.ofMillis(millis));
    }
}
