package dev.poolwarden.gate;

import static dev.poolwarden.gate.GateRig.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.ManualClock;
import dev.poolwarden.gate.GateRig.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Interleavings made by hand: the gate asks the clock between its steps, and the clock lets another thread go first. */
class GateRaceTest {

    /** Before a thread's n-th look at the clock, counted from when its script began, does what the script says. */
    private static final class ScriptedClock implements LongSupplier {

        private final ManualClock time = new ManualClock();
        private final ThreadLocal<AtomicInteger> looks = new ThreadLocal<>();
        private final ThreadLocal<Map<Integer, Runnable>> script = new ThreadLocal<>();

        void begin(Map<Integer, Runnable> steps) {
            looks.set(new AtomicInteger());
            script.set(new ConcurrentHashMap<>(steps));
        }

        @Override
        public long getAsLong() {
            if (script.get() != null) {
                script.get()
                        .getOrDefault(looks.get().incrementAndGet(), () -> {})
                        .run();
            }
            return time.getAsLong();
        }
    }

    private static final Duration WAIT = Duration.ofMillis(20);

    private final ScriptedClock clock = new ScriptedClock();

    private static void awaitLatch(CountDownLatch latch) {
        until(() -> latch.getCount() == 0);
    }

    /** Who dispatches is about to look at the lines; a nested caller joins and finds somebody at it already. */
    @Test
    void a_caller_that_joins_while_another_thread_dispatches_is_served_by_that() throws InterruptedException {
        Gate gate = new Gate(new GateSettings(1, WAIT, WAIT, 10), clock, new GateListener() {});
        CountDownLatch nestedDecided = new CountDownLatch(1);
        CountDownLatch nestedMayGo = new CountDownLatch(1);
        var firstOfNested = new CompletableFuture<Permit>();
        Caller nested = new Caller(() -> {
            firstOfNested.complete((Permit) gate.acquire(Priority.INTERACTIVE));
            clock.begin(Map.of(
                    1,
                    () -> { // it counts as nested from here
                        nestedDecided.countDown();
                        awaitLatch(nestedMayGo);
                    }));
            return gate.acquire(Priority.INTERACTIVE);
        });
        awaitLatch(nestedDecided);
        firstOfNested.join().release();
        Permit held = (Permit) gate.acquire(Priority.INTERACTIVE);
        new Caller(() -> gate.acquire(Priority.INTERACTIVE)).untilParked();

        clock.begin(Map.of(
                2,
                () -> { // release() has seen the waiter and is about to look for it
                    nestedMayGo.countDown();
                    until(() -> gate.snapshot().occupancy().waiting() == 2);
                }));
        held.release();

        nested.permit();
    }

    /** Dispatcher and leaver both take the waiter off the count, unless only the winner of the transition may. */
    @Test
    void a_waiter_that_leaves_while_it_is_served_is_counted_off_once() throws InterruptedException {
        Gate gate = new Gate(new GateSettings(1, WAIT, WAIT, 10), clock, new GateListener() {});
        Permit held = (Permit) gate.acquire(Priority.INTERACTIVE);
        CountDownLatch left = new CountDownLatch(1);
        Caller leaves = new Caller(() -> gate.acquire(Priority.INTERACTIVE)).untilParked();
        AtomicInteger fewest = new AtomicInteger();
        Runnable look =
                () -> fewest.accumulateAndGet(gate.snapshot().occupancy().waiting(), Math::min);

        clock.begin(Map.of(2, () -> {
            clock.time.advance(WAIT);
            leaves.rejection();
            look.run();
            left.countDown();
        }));
        held.release();
        look.run();

        assertThat(left.getCount()).isZero();
        assertThat(fewest).hasValue(0);
        assertThat(gate.snapshot().occupancy().demand()).isZero();
    }

    @Test
    void the_backlog_stays_bounded_when_callers_arrive_at_once() throws InterruptedException {
        Gate gate = new Gate(new GateSettings(1, Duration.ofMinutes(1), WAIT, 1), clock, new GateListener() {});
        Permit held = (Permit) gate.acquire(Priority.INTERACTIVE);
        CountDownLatch bothArrived = new CountDownLatch(2);
        Caller[] callers = new Caller[2];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Caller(() -> {
                clock.begin(Map.of(
                        2,
                        () -> { // found room in the backlog
                            bothArrived.countDown();
                            until(() -> bothArrived.getCount() == 0
                                    || gate.snapshot().rejected() > 0);
                        }));
                return gate.acquire(Priority.INTERACTIVE);
            });
        }

        until(() -> callers[0].isWaiting() != callers[1].isWaiting()
                || gate.snapshot().occupancy().waiting() == 2);
        assertThat(gate.snapshot().occupancy().waiting()).isEqualTo(1);
        held.release();
    }

    @Test
    void a_refused_waiter_names_the_refusal_though_it_is_over_when_it_wakes() throws InterruptedException {
        Duration patience = Duration.ofMinutes(1);
        Gate gate = new Gate(new GateSettings(1, patience, patience, 10), clock, new GateListener() {});
        gate.acquire(Priority.INTERACTIVE);
        CountDownLatch over = new CountDownLatch(1);
        Caller refused = new Caller(() -> {
                    clock.begin(Map.of(4, () -> awaitLatch(over))); // 1 to 3: arrives, looks for a permit, parks
                    return gate.acquire(Priority.INTERACTIVE);
                })
                .untilParked();

        gate.refuse(Rejection.Cause.BREAKER_OPEN);
        gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
        over.countDown();

        assertThat(refused.rejection().cause()).isEqualTo(Rejection.Cause.BREAKER_OPEN);
    }

    /** Errors come anywhere: a caller deep in a recursion gives its permit back, and the stack ends in the dispatcher. */
    @Test
    void a_thread_that_fails_while_it_dispatches_leaves_the_next_one_to_it() throws InterruptedException {
        Gate gate = new Gate(new GateSettings(1, WAIT, WAIT, 10), clock, new GateListener() {});
        Permit held = (Permit) gate.acquire(Priority.INTERACTIVE);
        Caller waits = new Caller(() -> gate.acquire(Priority.INTERACTIVE)).untilParked();

        clock.begin(Map.of(2, () -> {
            throw new StackOverflowError();
        }));
        assertThatThrownBy(held::release).isInstanceOf(StackOverflowError.class);
        gate.setLimit(1);

        waits.permit();
    }

    @Test
    void a_caller_that_fails_while_it_joins_is_given_no_permit() throws InterruptedException {
        Gate gate = new Gate(new GateSettings(1, WAIT, WAIT, 10), clock, new GateListener() {});
        Permit held = (Permit) gate.acquire(Priority.INTERACTIVE);
        Caller fails = new Caller(() -> {
            clock.begin(Map.of(2, () -> {
                throw new StackOverflowError();
            }));
            return gate.acquire(Priority.INTERACTIVE);
        });
        assertThatThrownBy(fails::answer).hasRootCauseInstanceOf(StackOverflowError.class);

        held.release();

        assertThat(gate.occupancy().demand()).isZero();
    }
}
