package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.gate.GateRig.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GateQueueTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static GateRig patient(int limit) {
        return new GateRig(new GateSettings(limit, LONG, LONG, 1000), new GateListener() {});
    }

    @Test
    void serves_waiters_in_the_order_of_their_arrival() {
        GateRig rig = patient(1);
        Permit held = rig.take();
        Caller first = rig.arriveAndWait();
        Caller second = rig.arriveAndWait();
        Caller third = rig.arriveAndWait();

        held.release();
        Permit next = first.permit();
        assertThat(List.of(second.isWaiting(), third.isWaiting())).containsOnly(true);
        next.release();
        next = second.permit();
        assertThat(third.isWaiting()).isTrue();
        next.release();
        third.permit();
        assertThat(rig.occupancy().waiting()).isZero();
    }

    @Test
    void rejects_when_every_permit_is_out_and_the_wait_is_over() {
        GateRig rig = new GateRig(1);
        rig.take();
        Caller caller = rig.arriveAndWait();

        rig.clock.advance(GateRig.MAX_WAIT.minusNanos(1));
        caller.untilParked();
        assertThat(caller.isWaiting()).isTrue();
        rig.clock.advance(Duration.ofNanos(1));

        Rejection rejection = caller.rejection();
        assertThat(rejection.cause()).isEqualTo(Rejection.Cause.TIMED_OUT);
        assertThat(rejection.waited()).isEqualTo(GateRig.MAX_WAIT);
        assertThat(rejection.waiting()).isZero();
        assertThat(rig.gate.snapshot().timedOut()).isEqualTo(1);
        assertThat(rig.gate.snapshot().crowdedOut()).isEqualTo(1);
    }

    @Test
    void tells_the_listener_how_long_a_caller_waited_and_held() {
        AtomicReference<Duration> waited = new AtomicReference<>();
        AtomicReference<Duration> held = new AtomicReference<>();
        GateRig rig = new GateRig(1, new GateListener() {
            @Override
            public void admitted(long nanos) {
                waited.set(Duration.ofNanos(nanos));
            }

            @Override
            public void released(long nanos) {
                held.set(Duration.ofNanos(nanos));
            }
        });
        Permit first = rig.take();
        assertThat(waited).hasValue(Duration.ZERO);
        Caller caller = rig.arriveAndWait();
        rig.clock.advanceMillis(7);
        first.release();

        caller.permit();
        assertThat(waited).hasValue(Duration.ofMillis(7));
        assertThat(held).hasValue(Duration.ofMillis(7));
    }

    @Test
    void late_arrivals_at_a_standing_backlog_wait_no_longer_than_the_floor() {
        Duration longest = Duration.ofSeconds(10);
        GateRig rig = new GateRig(new GateSettings(1, longest, Duration.ZERO, 1000), new GateListener() {});
        rig.take();
        rig.arriveAndWait();
        rig.clock.advance(Duration.ofSeconds(1));
        rig.gate.setLimit(1); // as the monitor does each second
        rig.clock.advance(longest); // the parked caller has not noticed yet
        rig.gate.setLimit(1);
        rig.clock.advance(Duration.ofSeconds(1)); // two windows in which nobody was served: the backlog stands

        assertThat(rig.arrive().rejection().waited()).isZero();
    }

    @Test
    void rejects_at_once_when_the_backlog_is_full() {
        GateRig rig = new GateRig(new GateSettings(1, LONG, LONG, 2), new GateListener() {});
        rig.take();
        rig.arriveAndWait();
        rig.arriveAndWait();

        Rejection rejection = rig.arrive().rejection();

        assertThat(rejection.cause()).isEqualTo(Rejection.Cause.BACKLOG_FULL);
        assertThat(rejection.waiting()).isEqualTo(2);
        assertThat(rejection.waited()).isZero();
    }

    @Test
    void an_interrupted_waiter_leaves_and_holds_nothing() {
        GateRig rig = patient(1);
        Permit held = rig.take();
        Caller interrupted = rig.arriveAndWait();
        Caller patient = rig.arriveAndWait();

        interrupted.interrupt();

        assertThatThrownBy(interrupted::answer).hasCauseInstanceOf(InterruptedException.class);
        assertThat(rig.occupancy().waiting()).isEqualTo(1);
        assertThat(rig.gate.snapshot().rejected()).isZero();
        held.release();
        patient.permit().release();
        assertThat(rig.occupancy().inFlight()).isZero();
    }

    @Test
    void a_raised_limit_serves_waiters_at_once() {
        GateRig rig = patient(2);
        rig.take(2);
        Caller first = rig.arriveAndWait();
        Caller second = rig.arriveAndWait();
        Caller third = rig.arriveAndWait();

        rig.gate.setLimit(4);

        first.permit();
        second.permit();
        third.untilParked();
        assertThat(rig.occupancy().inFlight()).isEqualTo(4);
    }

    @Test
    void a_lowered_limit_drains_before_it_admits_again() {
        GateRig rig = patient(8);
        List<Permit> permits = rig.take(8);
        rig.gate.setLimit(3);
        Caller caller = rig.arriveAndWait();

        for (int returned = 1; returned <= 5; returned++) {
            permits.get(returned - 1).release();
            caller.untilParked();
            assertThat(rig.occupancy().inFlight()).isEqualTo(8 - returned);
        }
        permits.get(5).release();

        caller.permit();
        assertThat(rig.occupancy().inFlight()).isEqualTo(3);
    }

    @Test
    void who_comes_while_others_wait_stands_behind_them() {
        GateRig rig = patient(4);
        rig.take(4);
        Caller waiting = rig.arriveAndWait();
        Caller late = rig.arriveAndWait();

        rig.gate.setLimit(5);

        waiting.permit();
        assertThat(late.untilParked().isWaiting()).isTrue();
    }
}
