package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Threads that wait at the gate, in as many interleavings as Lincheck looks at: where one strands, it finds that none can go
 * on, and tells how they came there. Time stands, so that nobody is saved by its patience.
 */
class GateModelTest {

    private static final int INTERLEAVINGS = 40;

    /** What one thread does; wrong is what it throws. */
    private interface Part {

        /** @param held a permit that was out before anybody came; one part gives it back */
        void play(Gate gate, Permit held) throws InterruptedException;
    }

    /** Plays these parts at once at a gate, again and again, and finds it empty each time. */
    private static void inEveryOrder(int limit, Part... parts) {
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> playOnce(limit, parts));
    }

    private static void playOnce(int limit, Part... parts) {
        Gate gate = new Gate(
                new GateSettings(limit, Duration.ofMinutes(1), Duration.ZERO, 10), () -> 0, new GateListener() {});
        Permit held = taken(gate);
        AtomicInteger ended = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (Part part : parts) {
            threads.add(new Thread(() -> {
                play(part, gate, held);
                ended.incrementAndGet();
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(GateModelTest::join);
        require(ended.get() == parts.length, "a part failed");
        require(gate.occupancy().demand() == 0, "somebody is counted still");
    }

    private static Permit taken(Gate gate) {
        try {
            return (Permit) gate.acquire(Priority.INTERACTIVE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void play(Part part, Gate gate, Permit held) {
        try {
            part.play(gate, held);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean right, String wrong) {
        if (!right) {
            throw new IllegalStateException(wrong);
        }
    }

    private static void visit(Gate gate, Permit held) throws InterruptedException {
        ((Permit) gate.acquire(Priority.INTERACTIVE)).release();
    }

    private static void giveBack(Gate gate, Permit held) {
        held.release();
    }

    @Test
    void everybody_is_served_and_one_at_a_time() {
        inEveryOrder(1, GateModelTest::visit, GateModelTest::visit, GateModelTest::giveBack);
    }

    @Test
    void a_raised_limit_serves_who_waits() {
        Part waiter = (gate, held) -> {
            visit(gate, held);
            held.release();
        };
        inEveryOrder(1, (gate, held) -> gate.setLimit(2), waiter);
    }

    @Test
    void a_lowered_limit_holds_at_once_though_another_thread_dispatches() {
        Part dispatcher = (gate, held) -> {
            if (gate.acquire(new Arrival(Priority.ESSENTIAL, null, 0)) instanceof Permit permit) {
                permit.release(); // it was the first of its priority, and so had the shares counted anew
            }
        };
        Part monitor = (gate, held) -> {
            gate.setLimit(1);
            require(
                    gate.acquire(new Arrival(Priority.INTERACTIVE, null, 0)) instanceof Rejection,
                    "two are out though only one may be");
            held.release();
        };
        inEveryOrder(2, dispatcher, monitor);
    }

    @Test
    void an_empty_gate_that_refuses_stays_empty_and_serves_who_waits_when_it_admits_again() {
        Part visitor = (gate, held) -> {
            if (gate.acquire(Priority.INTERACTIVE) instanceof Permit permit) {
                permit.release();
            }
        };
        Part shutdown = (gate, held) -> {
            held.release();
            gate.refuse(Cause.DRAINING);
            int before = gate.occupancy().inFlight();
            require(before > 0 || gate.occupancy().inFlight() == 0, "admitted after the drain");
            gate.admitAgain(Cause.DRAINING);
        };
        inEveryOrder(1, visitor, visitor, shutdown);
    }

    @Test
    void nobody_is_told_to_block_itself_while_another_thread_holds_a_permit_too() {
        Part nested = (gate, held) -> {
            Permit first = (Permit) gate.acquire(Priority.INTERACTIVE);
            visit(gate, held);
            first.release();
        };
        inEveryOrder(2, nested, GateModelTest::giveBack);
    }

    @Test
    void who_asks_without_patience_or_is_interrupted_leaves_nothing_behind() {
        Part impatient = (gate, held) -> {
            if (gate.acquire(new Arrival(Priority.INTERACTIVE, "client", 0)) instanceof Permit permit) {
                permit.release();
            }
        };
        Part interrupted = (gate, held) -> {
            Thread.currentThread().interrupt();
            try {
                visit(gate, held);
            } catch (InterruptedException e) {
                // has left
            }
            Thread.interrupted();
        };
        inEveryOrder(1, impatient, interrupted, GateModelTest::giveBack);
    }
}
