package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gate of two permits whose backlog stands: who is served had waited longer than the floor, and as many come as go. */
class GateStandingBacklogTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FLOOR = Duration.ofMillis(50);

    private final GateRig rig = new GateRig(new GateSettings(2, LONGEST, FLOOR, 100), new GateListener() {});
    private Permit held;

    @BeforeEach
    void a_backlog_stands() {
        rig.take();
        held = rig.take();
        Caller next = rig.arriveAndWait();
        Caller afterIt = rig.arriveAndWait();
        for (int window = 0; window < 3; window++) {
            rig.clock.advanceMillis(100);
            held.release();
            held = next.permit();
            next = afterIt;
            afterIt = window < 2 ? rig.arriveAndWait() : null;
        }
        next.rejection(); // it has waited longer than the floor by now
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
    void it_stands_though_a_client_that_asks_for_little_is_served_at_once() {
        Arrival heavy = new Arrival(Priority.INTERACTIVE, "heavy", Long.MAX_VALUE);
        Arrival modest = new Arrival(Priority.INTERACTIVE, "modest", Long.MAX_VALUE);
        GateRig own = new GateRig(new GateSettings(2, LONGEST, FLOOR, 100), new GateListener() {});
        Deque<Caller> waiting = new ArrayDeque<>();
        Permit first = own.arrive(heavy).permit();
        Permit second = own.arrive(heavy).permit();
        for (int i = 0; i < 6; i++) {
            waiting.add(own.arrive(heavy).untilParked());
        }
        for (int window = 0; window < 3; window++) {
            own.clock.advanceMillis(60);
            Caller quick = own.arrive(modest).untilParked();
            own.clock.advanceMillis(5);
            second.release();
            second = quick.permit();
            waiting.add(own.arrive(heavy).untilParked());
            own.clock.advanceMillis(40);
            first.release();
            first = waiting.remove().permit();
        }

        assertThat(waiting.remove().rejection().cause()).isEqualTo(Cause.TIMED_OUT);
    }

    @Test
    void those_below_make_no_room_in_it() {
        Caller background = rig.arrive(Arrival.BACKGROUND).untilParked();
        Caller[] greedy = new Caller[4];
        for (int i = 0; i < 4; i++) {
            greedy[i] = rig.arrive(new Arrival(Priority.INTERACTIVE, "greedy", Long.MAX_VALUE))
                    .untilParked();
        }

        assertThat(rig.arrive().rejection().cause()).isEqualTo(Cause.BACKLOG_FULL);
        rig.arrive(new Arrival(Priority.INTERACTIVE, "modest", Long.MAX_VALUE)).untilParked();

        assertThat(greedy[3].rejection().cause()).isEqualTo(Cause.SHED);
        assertThat(background.isWaiting()).isTrue();
    }

    @Test
    void callers_without_patience_do_not_keep_it_standing() {
        Caller next = rig.arriveAndWait();
        for (int i = 0; i < 6; i++) { // somebody always waits, and nobody for long
            rig.arrive(new Arrival(Priority.INTERACTIVE, "hasty", 0)).rejection();
            rig.clock.advanceMillis(40);
            Caller afterIt = rig.arriveAndWait();
            held.release();
            held = next.permit();
            next = afterIt;
        }
        for (int i = 0; i < 20; i++) {
            rig.arriveAndWait();
        }

        assertThat(rig.occupancy().waiting()).isEqualTo(21);
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
        Caller next = own.arrive(Arrival.BACKGROUND).untilParked();
        for (int window = 0; window < 3; window++) {
            Caller afterIt = own.arrive(Arrival.BACKGROUND).untilParked();
            own.clock.advanceMillis(100);
            out.release();
            out = next.permit();
            next = afterIt;
        }
        next.rejection();
        Caller interactive = own.arriveAndWait();

        own.clock.advance(FLOOR.multipliedBy(2));

        assertThat(interactive.untilParked().isWaiting()).isTrue();
    }
}
