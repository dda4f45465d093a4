package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.GateRig.Caller;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GateNestedTest {

    private static GateRig rig(int limit, Duration wait) {
        return new GateRig(new GateSettings(limit, wait, wait, 100), new GateListener() {});
    }

    private static Caller asksTwice(Gate gate, CompletableFuture<Permit> first) {
        return new Caller(() -> {
            first.complete((Permit) gate.acquire(Priority.INTERACTIVE));
            return gate.acquire(Priority.INTERACTIVE);
        });
    }

    @Test
    void a_thread_that_holds_a_permit_gets_the_reserved_one_while_others_are_rejected() {
        GateRig rig = rig(3, Duration.ZERO);
        rig.take();
        Caller nested = asksTwice(rig.gate, new CompletableFuture<>());

        nested.permit();

        assertThat(rig.occupancy().inFlight()).isEqualTo(3);
        rig.arrive().rejection();
    }

    @Test
    void a_thread_that_gave_its_permit_back_is_an_ordinary_caller_again() throws InterruptedException {
        GateRig rig = rig(2, Duration.ZERO);
        rig.expectNested();
        ((Permit) rig.gate.acquire(Priority.INTERACTIVE)).release();
        rig.take();

        assertThat(rig.gate.acquire(Priority.INTERACTIVE)).isInstanceOf(Rejection.class);
    }

    @Test
    void a_thread_may_know_what_it_holds_and_how_often_it_was_admitted() throws InterruptedException {
        Gate gate = rig(2, Duration.ZERO).gate;
        assertThat(gate.isHeldByThisThread()).isFalse();
        Permit permit = (Permit) gate.acquire(Priority.INTERACTIVE);
        assertThat(gate.isHeldByThisThread()).isTrue();
        permit.release();
        gate.refuse(Rejection.Cause.DRAINING);
        assertThat(gate.acquire(Priority.INTERACTIVE)).isInstanceOf(Rejection.class);
        assertThat(gate.isHeldByThisThread()).isFalse();
        assertThat(gate.admissionsOfThisThread()).isEqualTo(1);
    }

    @Test
    void a_permit_given_back_by_another_thread_no_longer_counts_for_its_first_holder() throws InterruptedException {
        GateRig rig = rig(2, Duration.ZERO);
        rig.expectNested();
        Permit mine = (Permit) rig.gate.acquire(Priority.INTERACTIVE);
        new Caller(() -> {
                    mine.release();
                    return mine;
                })
                .permit();
        rig.take();

        assertThat(rig.gate.acquire(Priority.INTERACTIVE)).isInstanceOf(Rejection.class);
    }

    @Test
    void nested_callers_are_served_before_those_who_waited_longer() {
        GateRig rig = rig(1, Duration.ofMinutes(1));
        CompletableFuture<Permit> first = new CompletableFuture<>();
        CountDownLatch mayAskAgain = new CountDownLatch(1);
        Caller nested = new Caller(() -> {
            first.complete((Permit) rig.gate.acquire(Priority.INTERACTIVE));
            mayAskAgain.await();
            return rig.gate.acquire(Priority.INTERACTIVE);
        });
        Permit held = first.join();
        Caller ordinary = rig.arriveAndWait();
        mayAskAgain.countDown();
        nested.untilParked();

        held.release();

        nested.permit();
        assertThat(ordinary.untilParked().isWaiting()).isTrue();
    }

    @Test
    void a_limit_of_one_has_no_reserve() {
        GateRig rig = rig(1, Duration.ZERO);

        assertThat(asksTwice(rig.gate, new CompletableFuture<>()).rejection().inFlight())
                .isEqualTo(1);
    }

    @Test
    void threads_that_all_want_a_second_permit_do_not_lock_each_other_out() {
        GateRig rig = rig(3, Duration.ofMinutes(1));
        CompletableFuture<Permit> oneFirst = new CompletableFuture<>();
        CompletableFuture<Permit> twoFirst = new CompletableFuture<>();
        Caller one = asksTwice(rig.gate, oneFirst);
        one.permit();
        Caller two = asksTwice(rig.gate, twoFirst);

        one.permit().release();
        oneFirst.join().release();

        two.permit();
        assertThat(rig.occupancy().inFlight()).isEqualTo(2);
    }
}
