package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gate of two permits whose backlog stands: everybody served within a window had waited longer than the floor. */
class GateStandingBacklogTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FLOOR = Duration.ofMillis(50);

    private final GateRig rig = new GateRig(new GateSettings(2, LONGEST, FLOOR, 100), new GateListener() {});
    private Permit held;

    @BeforeEach
    void a_backlog_stands() {
        rig.take();
        held = rig.take();
        Caller first = rig.arriveAndWait();
        Caller second = rig.arriveAndWait();
        Caller third = rig.arriveAndWait();
        rig.clock.advanceMillis(100);
        held.release();
        held = first.permit();
        rig.clock.advanceMillis(100);
        held.release();
        held = second.permit();
        third.rejection(); // the oldest has waited far longer than the floor by now
    }

    @Test
    void the_old_were_told_at_once() {
        assertThat(rig.gate.snapshot().timedOut()).isEqualTo(1);
        assertThat(rig.occupancy().waiting()).isZero();
    }

    @Test
    void no_more_wait_than_it_takes_to_leave_no_permit_idle_and_the_others_are_told_at_once() {
        for (int i = 0; i < 4; i++) {
            rig.arriveAndWait();
        }

        assertThat(rig.arrive().rejection().cause()).isEqualTo(Cause.BACKLOG_FULL);
        assertThat(rig.arrive(Arrival.ESSENTIAL).untilParked().isWaiting())
                .as("another priority's backlog does not stand")
                .isTrue();
    }

    @Test
    void a_client_that_fills_it_makes_room_for_another() {
        Caller[] greedy = new Caller[4];
        for (int i = 0; i < 4; i++) {
            greedy[i] = rig.arrive(new Arrival(Priority.INTERACTIVE, "greedy", Long.MAX_VALUE))
                    .untilParked();
        }

        Caller modest = rig.arrive(new Arrival(Priority.INTERACTIVE, "modest", Long.MAX_VALUE))
                .untilParked();

        assertThat(greedy[3].rejection().cause()).isEqualTo(Cause.SHED);
        assertThat(modest.isWaiting()).isTrue();
    }

    @Test
    void nobody_waits_longer_than_the_floor() {
        Caller caller = rig.arriveAndWait();

        rig.clock.advance(FLOOR);

        assertThat(caller.rejection().waited()).isEqualTo(FLOOR);
    }

    @Test
    void once_it_was_empty_more_may_wait_again() {
        rig.clock.advanceMillis(100);
        rig.gate.setLimit(2); // as the monitor does each second
        rig.clock.advanceMillis(5_000);
        rig.gate.setLimit(2);
        for (int i = 0; i < 20; i++) {
            rig.arriveAndWait();
        }

        assertThat(rig.occupancy().waiting()).isEqualTo(20);
    }

    @Test
    void a_standing_backlog_of_background_work_takes_nothing_from_the_others_wait() {
        GateRig own = new GateRig(new GateSettings(1, LONGEST, FLOOR, 100), new GateListener() {});
        Permit out = own.take();
        Caller first = own.arrive(Arrival.BACKGROUND).untilParked();
        Caller second = own.arrive(Arrival.BACKGROUND).untilParked();
        own.arrive(Arrival.BACKGROUND).untilParked();
        own.clock.advanceMillis(100);
        out.release();
        Permit next = first.permit();
        own.clock.advanceMillis(100);
        next.release();
        second.permit();
        Caller interactive = own.arriveAndWait();

        own.clock.advance(FLOOR.multipliedBy(2));

        assertThat(interactive.untilParked().isWaiting()).isTrue();
    }
}
