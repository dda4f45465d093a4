package dev.poolwarden.gate;

import static dev.poolwarden.gate.Rejection.Cause.BREAKER_OPEN;
import static dev.poolwarden.gate.Rejection.Cause.DRAINING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GateRefusalTest {

    private final GateRig rig =
            new GateRig(new GateSettings(2, Duration.ofMinutes(1), Duration.ZERO, 10), new GateListener() {});

    @Test
    void refuses_newcomers_though_permits_are_free() {
        rig.gate.refuse(BREAKER_OPEN);

        assertThat(rig.arrive().rejection().cause()).isEqualTo(BREAKER_OPEN);
        assertThat(rig.occupancy().demand()).isZero();
    }

    @Test
    void refuses_those_who_wait_and_leaves_those_who_were_admitted() {
        rig.gate.setLimit(1);
        Permit held = rig.take();
        Caller first = rig.arriveAndWait();
        Caller second = rig.arriveAndWait();

        rig.gate.refuse(BREAKER_OPEN);

        assertThat(first.rejection().cause()).isEqualTo(BREAKER_OPEN);
        assertThat(second.rejection().cause()).isEqualTo(BREAKER_OPEN);
        assertThat(rig.occupancy().waiting()).isZero();
        assertThat(rig.occupancy().inFlight()).isEqualTo(1);
        assertThat(rig.gate.snapshot().timedOut()).isZero();
        held.release();
        assertThat(rig.occupancy().inFlight()).isZero();
    }

    @Test
    void refuses_nested_waiters_too() {
        Permit other = rig.take();
        Caller nested = new Caller(() -> {
            rig.gate.setLimit(3);
            rig.gate.acquire(Priority.INTERACTIVE);
            rig.gate.setLimit(2);
            return rig.gate.acquire(Priority.INTERACTIVE);
        });
        nested.untilParked();

        rig.gate.refuse(DRAINING);

        assertThat(nested.rejection().cause()).isEqualTo(DRAINING);
        other.release();
    }

    @Test
    void admits_again_when_the_cause_is_gone() {
        rig.gate.refuse(BREAKER_OPEN);
        rig.gate.admitAgain(BREAKER_OPEN);

        rig.take().release();
    }

    @Test
    void the_end_of_one_refusal_does_not_end_the_other() {
        rig.gate.refuse(DRAINING);
        rig.gate.refuse(BREAKER_OPEN);
        rig.gate.admitAgain(BREAKER_OPEN);

        assertThat(rig.arrive().rejection().cause()).isEqualTo(DRAINING);
    }

    @Test
    void a_refusal_told_twice_ends_at_once() {
        rig.gate.refuse(BREAKER_OPEN);
        rig.gate.refuse(BREAKER_OPEN);
        rig.gate.admitAgain(BREAKER_OPEN);

        rig.take().release();
    }
}
