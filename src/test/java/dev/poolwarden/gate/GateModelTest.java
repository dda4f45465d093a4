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

    private static final int INTERLEAVINGS = 300;

    /** What one thread does; wrong is what it throws. */
    private interface Part {

        void play(Gate gate) throws InterruptedException;
    }

    /** Plays these parts at once at a gate, again and again, and finds it empty each time. */
    private static void inEveryOrder(int limit, Part... parts) {
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            Gate gate = new Gate(
                    new GateSettings(limit, Duration.ofMinutes(1), Duration.ZERO, 10), () -> 0, new GateListener() {});
            AtomicInteger ended = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (Part part : parts) {
                threads.add(new Thread(() -> {
                    play(part, gate);
                    ended.incrementAndGet();
                }));
            }
            threads.forEach(Thread::start);
            threads.forEach(GateModelTest::join);
            require(ended.get() == parts.length, "a part failed");
            require(gate.occupancy().demand() == 0, "somebody is counted still");
        });
    }

    private static void play(Part part, Gate gate) {
        try {
            part.play(gate);
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

    private static void visit(Gate gate) throws InterruptedException {
        ((Permit) gate.acquire(Priority.INTERACTIVE)).release();
    }

    @Test
    void everybody_is_served_and_one_at_a_time() {
        AtomicInteger out = new AtomicInteger();
        Part visitor = gate -> {
            Permit permit = (Permit) gate.acquire(Priority.INTERACTIVE);
            require(out.incrementAndGet() == 1, "two permits are out");
            out.decrementAndGet();
            permit.release();
        };
        inEveryOrder(1, visitor, visitor, visitor);
    }

    @Test
    void a_limit_that_was_lowered_and_has_drained_stays_so() {
        Part monitor = gate -> {
            gate.setLimit(1);
            int before = gate.occupancy().inFlight();
            require(before > 1 || gate.occupancy().inFlight() <= 1, "admitted beyond a drained limit");
        };
        inEveryOrder(2, GateModelTest::visit, GateModelTest::visit, monitor);
    }

    @Test
    void an_empty_gate_that_refuses_stays_empty() {
        Part shutdown = gate -> {
            gate.refuse(Cause.DRAINING);
            int before = gate.occupancy().inFlight();
            require(before > 0 || gate.occupancy().inFlight() == 0, "admitted after the drain");
        };
        Part visitor = gate -> {
            if (gate.acquire(Priority.INTERACTIVE) instanceof Permit permit) {
                permit.release();
            }
        };
        inEveryOrder(1, visitor, visitor, shutdown);
    }

    @Test
    void nobody_is_told_to_block_itself_while_another_thread_holds_a_permit_too() {
        Part nested = gate -> {
            Permit first = (Permit) gate.acquire(Priority.INTERACTIVE);
            visit(gate);
            first.release();
        };
        inEveryOrder(2, nested, GateModelTest::visit);
    }
}
