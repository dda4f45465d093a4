package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {

    @Test
    void the_message_carries_the_figures_and_what_to_do() {
        var rejection = new Rejection(Cause.TIMED_OUT, 25, 24, 7, Duration.ofMillis(503), 2);

        assertThat(rejection.message())
                .isEqualTo("No database connection admitted: every permit stayed out"
                        + " (in flight 24 of 25, waiting 7, waited 503 ms); retry in 2 s");
    }

    @ParameterizedTest
    @CsvSource({"TIMED_OUT, timed_out", "BACKLOG_FULL, backlog_full", "BREAKER_OPEN, breaker_open", "DRAINING, draining"
    })
    void causes_have_codes_for_the_wire(Cause cause, String code) {
        assertThat(cause.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "500, 1", "1999, 1", "3000, 3", "5000, 5", "60000, 5"})
    void retry_after_follows_the_longest_wait_between_one_and_five_seconds(long maxWaitMillis, int seconds) {
        Duration wait = Duration.ofMillis(maxWaitMillis);
        GateRig rig = new GateRig(new GateSettings(1, wait, wait, 0), new GateListener() {});
        rig.take();

        assertThat(rig.arrive().rejection().retryAfterSeconds()).isEqualTo(seconds);
    }
}
