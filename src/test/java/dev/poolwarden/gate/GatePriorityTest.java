package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatePriorityTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static GateRig patient(int limit) {
        return new GateRig(new GateSettings(limit, LONG, LONG, 1000), new GateListener() {});
    }

    private static GateRig impatient(int limit) {
        return new GateRig(new GateSettings(limit, Duration.ZERO, Duration.ZERO, 1000), new GateListener() {});
    }

    @Test
    void the_more_important_go_first_whoever_waited_longer() {
        GateRig rig = patient(1);
        Permit held = rig.take();
        Caller background = rig.arrive(Arrival.BACKGROUND).untilParked();
        Caller interactive = rig.arrive(Arrival.INTERACTIVE).untilParked();
        Caller essential = rig.arrive(Arrival.ESSENTIAL).untilParked();

        held.release();
        essential.permit().release();
        interactive.permit().release();
        background.permit();
    }

    @Test
    void background_leaves_a_share_to_interactive_callers_while_such_come() {
        GateRig rig = impatient(8);
        rig.take().release(); // an interactive one
        rig.take(6, Arrival.BACKGROUND);

        assertThat(rig.arrive(Arrival.BACKGROUND).rejection().inFlight()).isEqualTo(6);
        rig.take(2);
        rig.arrive().rejection();
    }

    @Test
    void interactive_callers_leave_a_share_to_essential_ones_while_such_come() {
        GateRig rig = impatient(40);
        rig.take(1, Arrival.ESSENTIAL).get(0).release();
        rig.take(38);

        rig.arrive().rejection();
        rig.take(2, Arrival.ESSENTIAL);
        rig.arrive(Arrival.ESSENTIAL).rejection();
    }

    @Test
    void nothing_is_kept_for_a_priority_that_nobody_has_used_for_a_minute() {
        GateRig rig = impatient(8);
        rig.take().release();
        rig.clock.advance(Duration.ofSeconds(61));
        rig.gate.setLimit(8); // as the monitor does each second

        rig.take(8, Arrival.BACKGROUND);
        rig.arrive(Arrival.BACKGROUND).rejection();
    }

    @Test
    void a_single_permit_is_everybodys() {
        GateRig rig = impatient(1);
        rig.take(1, Arrival.ESSENTIAL).get(0).release();
        rig.take().release();

        rig.take(1, Arrival.BACKGROUND).get(0).release();
        rig.expectNested();
        rig.take(1, Arrival.BACKGROUND);
    }

    @Test
    void who_waits_below_others_is_owed_every_twentieth_permit() {
        GateRig rig = patient(1);
        Permit held = rig.take();
        Caller background = rig.arrive(Arrival.BACKGROUND).untilParked();
        List<Caller> interactive = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            interactive.add(rig.arriveAndWait());
        }

        Permit next = held;
        int before = 0;
        while (true) {
            next.release();
            CompletableFuture.anyOf(interactive.get(before).future(), background.future())
                    .join();
            if (background.future().isDone()) {
                break;
            }
            next = interactive.get(before).permit();
            before++;
        }

        assertThat(before).isBetween(19, 20);
    }

    @Test
    void a_floor_of_nothing_lets_the_important_go_first_for_ever() {
        GateRig rig = new GateRig(new GateSettings(1, LONG, LONG, 1000, 5, 25, 0), new GateListener() {});
        Permit held = rig.take();
        Caller background = rig.arrive(Arrival.BACKGROUND).untilParked();
        List<Caller> interactive = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            interactive.add(rig.arriveAndWait());
        }

        held.release();
        for (Caller each : interactive) {
            assertThat(background.isWaiting()).isTrue();
            each.permit().release();
        }
        background.permit();
    }

    @Test
    void a_full_backlog_makes_room_for_those_who_matter_more() {
        GateRig rig = new GateRig(new GateSettings(1, LONG, LONG, 2), new GateListener() {});
        rig.take();
        Caller older = rig.arrive(Arrival.BACKGROUND).untilParked();
        Caller newer = rig.arrive(Arrival.BACKGROUND).untilParked();

        Caller interactive = rig.arriveAndWait();

        assertThat(newer.rejection().cause()).isEqualTo(Cause.SHED);
        assertThat(older.isWaiting()).isTrue();
        assertThat(interactive.isWaiting()).isTrue();
        assertThat(rig.arrive(Arrival.BACKGROUND).rejection().cause()).isEqualTo(Cause.BACKLOG_FULL);
        assertThat(rig.gate.snapshot().backlog()).containsEntry(Priority.BACKGROUND, 1);
        assertThat(rig.gate.snapshot().rejections()).containsEntry(Cause.SHED, 1L);
    }

    @Test
    void nobody_waits_longer_than_it_is_ready_to() {
        GateRig rig = patient(1);
        rig.take();
        Arrival hurried =
                new Arrival(Priority.INTERACTIVE, null, Duration.ofMillis(5).toNanos());
        Caller caller = rig.arrive(hurried).untilParked();

        rig.clock.advance(Duration.ofMillis(5));

        assertThat(caller.rejection().cause()).isEqualTo(Cause.TIMED_OUT);
        assertThat(caller.rejection().waited()).isEqualTo(Duration.ofMillis(5));
    }

    /** Permits are held for seconds, and somebody waits for a share that is kept for others. */
    @Test
    void nobody_is_told_that_it_comes_too_late_while_a_permit_is_free_for_it() {
        Duration wait = Duration.ofMinutes(1);
        GateRig rig = new GateRig(new GateSettings(4, wait, wait, 100), new GateListener() {});
        rig.take().release();
        rig.take(3, Arrival.BACKGROUND);
        rig.arrive(Arrival.BACKGROUND).untilParked();
        for (int i = 0; i < 12; i++) {
            Permit permit = rig.take();
            rig.clock.advance(Duration.ofSeconds(1));
            permit.release();
        }

        long patience = Duration.ofMillis(10).toNanos();

        rig.arrive(new Arrival(Priority.INTERACTIVE, null, patience)).permit();
    }
}
