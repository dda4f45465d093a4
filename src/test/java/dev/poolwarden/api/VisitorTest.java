package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Priority;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VisitorTest {

    private static final long SECOND = 1_000_000_000;

    private final ManualClock clock = new ManualClock();

    private Visitor visitor(int urgency, int waitSeconds) {
        return new Visitor("me", urgency, false, waitSeconds, clock.getAsLong());
    }

    @Test
    void one_without_a_wait_is_as_patient_as_the_settings_and_made_once() {
        Visitor visitor = visitor(Urgency.UNSAID, WaitPreference.UNSAID);
        Arrival arrival = visitor.as(Priority.INTERACTIVE, clock);
        assertThat(arrival).isEqualTo(new Arrival(Priority.INTERACTIVE, "me", Long.MAX_VALUE));
        clock.advance(Duration.ofHours(1));
        assertThat(visitor.as(Priority.INTERACTIVE, clock)).isSameAs(arrival);
    }

    @Test
    void each_of_its_works_may_matter_differently() {
        Visitor visitor = visitor(Urgency.UNSAID, WaitPreference.UNSAID);
        assertThat(visitor.as(Priority.ESSENTIAL, clock).priority()).isEqualTo(Priority.ESSENTIAL);
        assertThat(visitor.as(Priority.BACKGROUND, clock).priority()).isEqualTo(Priority.BACKGROUND);
        assertThat(visitor.as(Priority.ESSENTIAL, clock).priority()).isEqualTo(Priority.ESSENTIAL);
    }

    @Test
    void it_lowers_whatever_the_work_is() {
        assertThat(visitor(6, WaitPreference.UNSAID)
                        .as(Priority.ESSENTIAL, clock)
                        .priority())
                .isEqualTo(Priority.BACKGROUND);
    }

    @Test
    void the_wait_is_one_for_the_whole_request_and_never_negative() {
        Visitor visitor = visitor(Urgency.UNSAID, 10);
        assertThat(visitor.as(Priority.INTERACTIVE, clock).patienceNanos()).isEqualTo(10 * SECOND);
        clock.advance(Duration.ofSeconds(4));
        assertThat(visitor.as(Priority.INTERACTIVE, clock).patienceNanos()).isEqualTo(6 * SECOND);
        clock.advance(Duration.ofSeconds(7));
        assertThat(visitor.as(Priority.INTERACTIVE, clock).patienceNanos()).isZero();
    }
}
