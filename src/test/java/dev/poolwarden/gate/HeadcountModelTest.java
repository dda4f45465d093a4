package dev.poolwarden.gate;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Whatever the headcount is asked happens at one instant, in every interleaving of three threads that Lincheck looks at: it
 * answers as two plain numbers do, asked by one thread after the other. Time stands, as it is no part of this.
 */
class HeadcountModelTest {

    private static final int THREADS = 3;
    private static final int USABLE = 2;
    private static final int MOST_WAITING = 2;

    /** What a thread may do; it gives back and leaves only as often as it came, or a count would fall below nothing. */
    public abstract static class Counts {

        private final int[] taken = new int[THREADS + 1];
        private final int[] joined = new int[THREADS + 1];

        abstract boolean tryTake();

        abstract boolean tryTakeUncontended();

        abstract boolean back();

        abstract boolean tryJoin();

        abstract void left();

        public abstract String counts();

        public boolean take(int thread) {
            boolean took = tryTake();
            taken[thread] += took ? 1 : 0;
            return took;
        }

        public boolean takeUncontended(int thread) {
            boolean took = tryTakeUncontended();
            taken[thread] += took ? 1 : 0;
            return took;
        }

        public String giveBack(int thread) {
            if (taken[thread] == 0) {
                return "nothing to give";
            }
            taken[thread]--;
            return back() ? "somebody waits" : "nobody waits";
        }

        public boolean join(int thread) {
            boolean joins = tryJoin();
            joined[thread] += joins ? 1 : 0;
            return joins;
        }

        public void leave(int thread) {
            if (joined[thread] > 0) {
                joined[thread]--;
                left();
            }
        }
    }

    /** The word itself. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static class Shared extends Counts {

        private final Headcount headcount = new Headcount(0);

        @Override
        boolean tryTake() {
            return headcount.tryTake(() -> USABLE, 0);
        }

        @Override
        boolean tryTakeUncontended() {
            return headcount.tryTakeUncontended(() -> USABLE, 0);
        }

        @Override
        boolean back() {
            return headcount.giveBack(1, 0);
        }

        @Override
        boolean tryJoin() {
            return headcount.tryJoin(MOST_WAITING, 0);
        }

        @Override
        void left() {
            headcount.leave(0);
        }

        @Operation
        @Override
        public String counts() {
            Occupancy seen = headcount.occupancy(0);
            return seen.inFlight() + " out, " + seen.waiting() + " waiting";
        }

        @Operation
        @Override
        public boolean take(@Param(name = "thread") int thread) {
            return super.take(thread);
        }

        @Operation
        @Override
        public boolean takeUncontended(@Param(name = "thread") int thread) {
            return super.takeUncontended(thread);
        }

        @Operation
        @Override
        public String giveBack(@Param(name = "thread") int thread) {
            return super.giveBack(thread);
        }

        @Operation
        @Override
        public boolean join(@Param(name = "thread") int thread) {
            return super.join(thread);
        }

        @Operation
        @Override
        public void leave(@Param(name = "thread") int thread) {
            super.leave(thread);
        }
    }

    /** What it should be. */
    public static class Specification extends Counts {

        private int inFlight;
        private int waiting;

        @Override
        boolean tryTake() {
            boolean free = inFlight < USABLE;
            inFlight += free ? 1 : 0;
            return free;
        }

        @Override
        boolean tryTakeUncontended() {
            return waiting == 0 && tryTake();
        }

        @Override
        boolean back() {
            inFlight--;
            return waiting > 0;
        }

        @Override
        boolean tryJoin() {
            boolean room = waiting < MOST_WAITING;
            waiting += room ? 1 : 0;
            return room;
        }

        @Override
        void left() {
            waiting--;
        }

        @Override
        public String counts() {
            return inFlight + " out, " + waiting + " waiting";
        }
    }

    @Test
    void answers_every_thread_as_if_it_were_the_only_one() {
        new ModelCheckingOptions()
                .sequentialSpecification(Specification.class)
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(20)
                .invocationsPerIteration(100)
                .check(Shared.class);
    }
}
