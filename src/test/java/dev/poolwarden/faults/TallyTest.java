package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Requests.Wanted READ = wanted(null);
    private static final double PER_SECOND = 10;

    private final ManualClock clock = new ManualClock();
    private final long start = clock.getAsLong();
    private final Tally tally = new Tally(Duration.ofSeconds(10), clock);

    @Test
    void who_is_served_from_the_first_moment_on_has_recovered_at_once() {
        each100msUntil(3000, 200);

        assertThat(recovery(0, 3000))
                .isLessThanOrEqualTo(Duration.ofMillis(100)); // the tenth in which it ended is left out
    }

    @Test
    void refusals_are_no_trouble_and_failures_are() {
        each100msUntil(500, Tally.TOLD);
        each100msUntil(1000, 500);
        each100msUntil(1500, Tally.TOLD);
        each100msUntil(3000, 200);

        assertThat(recovery(0, 3000)).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void too_few_that_are_served_are_no_recovery() {
        each100msUntil(900, 200);
        each100msUntil(3000, Tally.TOLD);

        assertThat(tally.recovery(start, start + Duration.ofSeconds(3).toNanos(), PER_SECOND))
                .isEmpty();
    }

    @Test
    void counts_answers_and_remembers_what_was_acknowledged() {
        tally.answered(wanted("kept"), 201, 7);
        tally.answered(wanted("refused"), Tally.TOLD, 9);
        tally.answered(READ, 200, 8);
        clock.advance(Duration.ofNanos(5));

        assertThat(tally.statuses()).containsEntry(201, 1).containsEntry(200, 1).containsEntry(Tally.TOLD, 1);
        assertThat(tally.acknowledged()).containsExactly("kept");
        assertThat(tally.longest()).isEqualTo(Duration.ofNanos(9));
        assertThat(tally.nanosSinceServed()).isEqualTo(5);
    }

    private void each100msUntil(long millis, int status) {
        while (clock.getAsLong() - start < Duration.ofMillis(millis).toNanos()) {
            tally.answered(READ, status, 1);
            clock.advanceMillis(100);
        }
    }

    private Duration recovery(long endedMillis, long untilMillis) {
        return tally.recovery(
                        start + Duration.ofMillis(endedMillis).toNanos(),
                        start + Duration.ofMillis(untilMillis).toNanos(),
                        PER_SECOND)
                .orElseThrow();
    }

    private static Requests.Wanted wanted(String text) {
        return new Requests.Wanted(
                HttpRequest.newBuilder(URI.create("http://localhost")).build(), text);
    }
}
