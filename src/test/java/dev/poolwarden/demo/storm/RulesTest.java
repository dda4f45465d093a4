package dev.poolwarden.demo.storm;

import static dev.poolwarden.gate.Priority.ESSENTIAL;
import static dev.poolwarden.gate.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Advice NORMAL = advice("NORMAL", 10, 100, 100, 1);
    private static final Advice MODERATE = advice("MODERATE", 7, 70, 400, 2);
    private static final Advice EMERGENCY = new Advice("EMERGENCY", 1, 5, 2000, false, true, "a1b2", 3, 30, 90, 12);
    private static final Advice OPEN = new Advice("EMERGENCY", 1, 5, 2000, true, true, "a1b2", 4, 30, 90, 12);

    /** Near the end of what fits: differences count, not values. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    private final Rules rules = new Rules(now);

    @Test
    void without_a_word_from_the_server_it_is_cautious() {
        assertThat(rules.advice(now)).usingRecursiveComparison().isEqualTo(Advice.CAUTIOUS);
        assertThat(rules.advice(now).perMinute()).isEqualTo(70);
    }

    @Test
    void the_first_may_start_at_once_and_the_next_after_the_delay() {
        rules.obey(NORMAL, now);
        assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
        rules.started(now);
        assertThat(rules.startAfter(now)).isEqualTo(ms(100));
        now += ms(100);
        assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
    }

    @Test
    void no_more_are_in_flight_than_allowed() {
        rules.obey(MODERATE, now);
        for (int i = 0; i < 7; i++) {
            assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
            start(ms(400));
        }
        assertThat(rules.startAfter(now)).isEqualTo(Long.MAX_VALUE);
        rules.ended(true);
        assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
    }

    @Test
    void no_more_start_in_any_minute_than_allowed() {
        rules.obey(NORMAL, now);
        long first = now;
        for (int i = 0; i < 100; i++) {
            assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
            start(ms(100));
            rules.ended(true);
        }
        assertThat(rules.startAfter(now)).isEqualTo(first + ms(60_500) - now);
        now = first + ms(60_500);
        rules.obey(NORMAL, now);
        assertThat(rules.startAfter(now)).isLessThanOrEqualTo(0);
        start(ms(100));
        rules.ended(true);
        assertThat(rules.startAfter(now)).as("the second leaves the window").isLessThanOrEqualTo(0);
    }

    @Test
    void a_lowered_budget_counts_what_was_started_under_the_old_one() {
        rules.obey(NORMAL, now);
        for (int i = 0; i < 20; i++) {
            start(ms(100));
            rules.ended(true);
        }
        long sixteenth = now - ms(500);
        rules.obey(EMERGENCY, now);
        assertThat(rules.startAfter(now)).isEqualTo(sixteenth + ms(60_500) - now);
        rules.obey(advice("NORMAL", 10, 100, 100, 9), now);
        assertThat(rules.startAfter(now)).as("a raised one serves at once").isLessThanOrEqualTo(0);
    }

    @Test
    void an_emergency_lets_only_the_essential_wait_and_an_open_breaker_nobody() {
        rules.obey(NORMAL, now);
        assertThat(rules.refuse(INTERACTIVE, now)).isFalse();
        rules.obey(EMERGENCY, now);
        assertThat(rules.refuse(INTERACTIVE, now)).isTrue();
        assertThat(rules.refuse(ESSENTIAL, now)).isFalse();
        rules.obey(OPEN, now);
        assertThat(rules.refuse(ESSENTIAL, now)).isTrue();
    }

    @Test
    void what_is_older_than_what_is_known_is_ignored_but_for_another_instances() {
        rules.obey(EMERGENCY, now);
        rules.obey(NORMAL, now);
        assertThat(rules.advice(now)).isEqualTo(EMERGENCY);
        Advice other = new Advice("NORMAL", 10, 100, 100, false, false, "c3d4", 1, 30, 90, 0);
        rules.obey(other, now);
        assertThat(rules.advice(now)).isEqualTo(other);
    }

    @Test
    void what_is_stale_gives_way_to_the_stricter_of_it_and_caution() {
        rules.obey(OPEN, now);
        now += Duration.ofSeconds(90).toNanos() - 1;
        assertThat(rules.advice(now)).isEqualTo(OPEN);
        now += 1;
        Advice stale = rules.advice(now);
        assertThat(stale.perMinute()).isEqualTo(5);
        assertThat(stale.breakerOpen() || stale.emergency()).isFalse();
        rules.obey(NORMAL, now);
        assertThat(rules.advice(now)).as("however old its revision").isEqualTo(NORMAL);
        now += Duration.ofSeconds(90).toNanos();
        assertThat(rules.advice(now).level()).isEqualTo("MODERATE");
    }

    @Test
    void polls_come_as_told_sooner_with_the_breaker_open_and_back_off_after_failures() {
        rules.obey(NORMAL, now);
        assertThat(rules.pollAfter(now)).hasSeconds(30);
        rules.obey(OPEN, now);
        assertThat(rules.pollAfter(now)).hasSeconds(12);
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            rules.pollFailed();
            assertThat(rules.pollAfter(now)).hasSeconds(seconds);
        }
        rules.obey(OPEN, now);
        assertThat(rules.pollAfter(now)).hasSeconds(12);
    }

    @Test
    void a_request_is_sent_three_times_at_the_most() {
        assertThat(rules.mayRepeat(1)).isTrue();
        assertThat(rules.mayRepeat(2)).isTrue();
        assertThat(rules.mayRepeat(3)).isFalse();
    }

    @Test
    void ten_repetitions_are_free_and_then_one_for_ten_that_were_taken() {
        for (int i = 0; i < 10; i++) {
            assertThat(rules.mayRepeat(1)).isTrue();
        }
        assertThat(rules.mayRepeat(1)).isFalse();
        for (int i = 0; i < 10; i++) {
            rules.started(now);
            rules.ended(false);
        }
        assertThat(rules.mayRepeat(1)).as("what was turned away earns none").isFalse();
        for (int i = 0; i < 10; i++) {
            rules.started(now);
            rules.ended(true);
        }
        assertThat(rules.mayRepeat(1)).isTrue();
        assertThat(rules.mayRepeat(1)).isFalse();
    }

    private void start(long pause) {
        rules.started(now);
        now += pause;
    }

    private static long ms(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }

    private static Advice advice(String level, int concurrent, int perMinute, long delayMs, long revision) {
        return new Advice(level, concurrent, perMinute, delayMs, false, false, "a1b2", revision, 30, 90, 0);
    }
}
