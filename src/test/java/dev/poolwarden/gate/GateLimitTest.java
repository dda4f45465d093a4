package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateLimitTest {

    private static final GateSettings NO_WAIT = new GateSettings(4, Duration.ZERO, Duration.ZERO, 10);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16, 31, 100})
    void admits_as_many_as_the_limit(int limit) {
        GateRig rig = new GateRig(new GateSettings(limit, Duration.ZERO, Duration.ZERO, 10), new GateListener() {});
        rig.take(limit);

        Rejection rejection = rig.arrive().rejection();

        assertThat(rejection.cause()).isEqualTo(Rejection.Cause.TIMED_OUT);
        assertThat(rejection.inFlight()).isEqualTo(limit);
        assertThat(rejection.limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 3", "16, 15", "31, 30", "32, 30", "100, 94"})
    void admits_all_but_one_in_sixteen_where_threads_that_hold_one_ask_for_more(int limit, int usable) {
        GateRig rig = new GateRig(new GateSettings(limit, Duration.ZERO, Duration.ZERO, 10), new GateListener() {});
        rig.expectNested();
        rig.take(usable);

        assertThat(rig.arrive().rejection().inFlight()).isEqualTo(usable);
    }

    @Test
    void a_permit_given_back_admits_the_next_caller() {
        GateRig rig = new GateRig(NO_WAIT, new GateListener() {});
        List<Permit> permits = rig.take(4);
        rig.arrive().rejection();

        permits.get(0).release();

        rig.take();
        assertThat(rig.occupancy().inFlight()).isEqualTo(4);
    }

    @Test
    void a_permit_released_twice_counts_once() {
        GateRig rig = new GateRig(4);
        List<Permit> permits = rig.take(2);

        assertThat(permits.get(0).isReleased()).isFalse();
        permits.get(0).release();
        permits.get(0).release();

        assertThat(permits.get(0).isReleased()).isTrue();
        assertThat(rig.occupancy().inFlight()).isEqualTo(1);
    }

    @Test
    void a_permit_released_by_several_threads_at_once_counts_once() throws InterruptedException {
        GateRig rig = new GateRig(4);
        for (int round = 0; round < 200; round++) {
            Permit kept = rig.take();
            Permit contested = rig.take();
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread thread = new Thread(() -> {
                    awaitQuietly(start);
                    contested.release();
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(rig.occupancy().inFlight()).isEqualTo(1);
            kept.release();
        }
    }

    @Test
    void counts_what_it_admitted_and_rejected_by_kind() {
        GateRig rig = new GateRig(new GateSettings(2, Duration.ZERO, Duration.ZERO, 0), new GateListener() {});
        rig.take(2);
        rig.arrive().rejection(); // backlog full
        rig.gate.refuse(Rejection.Cause.DRAINING);
        rig.arrive().rejection();

        GateSnapshot snapshot = rig.gate.snapshot();
        assertThat(snapshot.admitted()).isEqualTo(2);
        assertThat(snapshot.rejected()).isEqualTo(2);
        assertThat(snapshot.timedOut()).isZero();
        assertThat(snapshot.crowdedOut())
                .as("for want of a permit, not because it drains")
                .isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_costs_no_permit() {
        GateRig rig = new GateRig(4, new GateListener() {
            @Override
            public void admitted(long waitedNanos) {
                throw new IllegalStateException("a careless listener");
            }
        });

        assertThatThrownBy(() -> rig.gate.acquire(Priority.INTERACTIVE)).hasMessage("a careless listener");

        assertThat(rig.occupancy().inFlight()).isZero();
    }

    @Test
    void an_impossible_limit_is_refused_and_changes_nothing() {
        GateRig rig = new GateRig(4);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.gate.setLimit(0))
                .withMessageContaining("is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> rig.gate.setLimit(10_001));

        assertThat(rig.gate.snapshot().limit()).isEqualTo(4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
