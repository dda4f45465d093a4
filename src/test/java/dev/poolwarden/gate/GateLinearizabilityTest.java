package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * A gate without a backlog does at one instant whatever it is asked, in every interleaving of three threads that Lincheck
 * looks at: who is admitted is so under a limit and a refusal that hold at that instant.
 */
class GateLinearizabilityTest {

    private static final int THREADS = 3;
    private static final int LIMIT = 2;

    @Param(name = "thread", gen = ThreadIdGen.class)
    public static class WithoutBacklog {

        private final AtomicLong clock = new AtomicLong();
        private final Gate gate = new Gate(
                new GateSettings(LIMIT, Duration.ZERO, Duration.ZERO, 0),
                () -> clock.addAndGet(2_000), // two things never happen in the same microsecond
                new GateListener() {});
        private final Permit[] held = new Permit[THREADS + 1];

        @Operation
        public String take(@Param(name = "thread") int thread) throws InterruptedException {
            if (held[thread] != null) {
                return "has one";
            }
            if (gate.acquire(Priority.INTERACTIVE) instanceof Permit permit) {
                held[thread] = permit;
                return "admitted";
            }
            return "rejected";
        }

        @Operation
        public void giveBack(@Param(name = "thread") int thread) {
            if (held[thread] != null) {
                held[thread].release();
                held[thread] = null;
            }
        }

        @Operation
        public int inFlight() {
            return gate.occupancy().inFlight();
        }

        @Operation(nonParallelGroup = "monitor")
        public void lower() {
            gate.setLimit(1);
        }

        @Operation(nonParallelGroup = "monitor")
        public void raise() {
            gate.setLimit(LIMIT);
        }

        @Operation
        public void refuse() {
            gate.refuse(Cause.DRAINING);
        }

        @Operation
        public void admitAgain() {
            gate.admitAgain(Cause.DRAINING);
        }
    }

    /** The same, one after the other. */
    public static class Specification {

        private final boolean[] holds = new boolean[THREADS + 1];
        private int limit = LIMIT;
        private boolean refusing;

        public String take(int thread) {
            if (holds[thread]) {
                return "has one";
            }
            holds[thread] = !refusing && inFlight() < limit;
            return holds[thread] ? "admitted" : "rejected";
        }

        public void giveBack(int thread) {
            holds[thread] = false;
        }

        public int inFlight() {
            int count = 0;
            for (boolean each : holds) {
                count += each ? 1 : 0;
            }
            return count;
        }

        public void lower() {
            limit = 1;
        }

        public void raise() {
            limit = LIMIT;
        }

        public void refuse() {
            refusing = true;
        }

        public void admitAgain() {
            refusing = false;
        }
    }

    @Test
    void whoever_is_admitted_is_so_under_the_limit_and_the_refusal_of_one_instant() {
        new ModelCheckingOptions()
                .sequentialSpecification(Specification.class)
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(15)
                .invocationsPerIteration(100)
                .check(WithoutBacklog.class);
    }
}
