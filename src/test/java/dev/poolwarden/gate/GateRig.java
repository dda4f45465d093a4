package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gate whose time is stepped by hand, and callers that ask it on threads of their own. */
final class GateRig {

    /** Short enough in real time that a parked caller soon looks at the manual clock again. */
    static final Duration MAX_WAIT = Duration.ofMillis(20);

    static final Duration MIN_WAIT = Duration.ofMillis(5);

    final ManualClock clock = new ManualClock();
    final Gate gate;

    GateRig(int limit, GateListener listener) {
        this(new GateSettings(limit, MAX_WAIT, MIN_WAIT, 1000), listener);
    }

    GateRig(int limit) {
        this(limit, new GateListener() {});
    }

    GateRig(GateSettings settings, GateListener listener) {
        gate = new Gate(settings, clock, listener);
    }

    Occupancy occupancy() {
        return gate.snapshot().occupancy();
    }

    /** Admits a caller on a thread of its own, so that this thread holds nothing; fails when there is no permit. */
    Permit take() {
        Admission admission = arrive().answer();
        assertThat(admission).isInstanceOf(Permit.class);
        return (Permit) admission;
    }

    List<Permit> take(int permits) {
        List<Permit> taken = new ArrayList<>();
        for (int i = 0; i < permits; i++) {
            taken.add(take());
        }
        return taken;
    }

    List<Permit> take(int permits, Arrival arrival) {
        List<Permit> taken = new ArrayList<>();
        for (int i = 0; i < permits; i++) {
            taken.add(arrive(arrival).permit());
        }
        return taken;
    }

    Caller arrive(Arrival arrival) {
        return new Caller(() -> gate.acquire(arrival));
    }

    /** Lets a thread that holds a permit ask for another one: from then on, some are kept for such. */
    void expectNested() {
        new Caller(() -> {
                    Permit first = (Permit) gate.acquire(Priority.INTERACTIVE);
                    if (gate.acquire(Priority.INTERACTIVE) instanceof Permit second) {
                        second.release();
                    }
                    first.release();
                    return first;
                })
                .answer();
    }

    Caller arrive() {
        return new Caller(() -> gate.acquire(Priority.INTERACTIVE));
    }

    /** A caller that stands in the queue when this returns, behind all earlier ones. */
    Caller arriveAndWait() {
        return arrive().untilParked();
    }

    /** Waits, in real time, for what another thread will have done in a moment. */
    static void until(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** A thread that asks the gate something. */
    static final class Caller {

        private final CompletableFuture<Admission> answer = new CompletableFuture<>();
        private final Thread thread;

        Caller(Callable<Admission> ask) {
            thread = new Thread(() -> {
                try {
                    answer.complete(ask.call());
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        Caller untilParked() {
            until(() -> {
                assertThat(answer).as("the answer of a caller that should wait").isNotDone();
                return thread.getState() == Thread.State.TIMED_WAITING;
            });
            return this;
        }

        Admission answer() {
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        Permit permit() {
            assertThat(answer()).isInstanceOf(Permit.class);
            return (Permit) answer();
        }

        Rejection rejection() {
            assertThat(answer()).isInstanceOf(Rejection.class);
            return (Rejection) answer();
        }

        boolean isWaiting() {
            return !answer.isDone();
        }

        void interrupt() {
            thread.interrupt();
        }

        CompletableFuture<Admission> future() {
            return answer;
        }
    }
}
