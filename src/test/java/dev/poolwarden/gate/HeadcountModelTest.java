package dev.poolwarden.gate;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Each operation of the headcount takes effect at one instant, in every interleaving of three threads that was looked at. */
class HeadcountModelTest {

    /** What the threads do; time stands, as it is no part of this. */
    public static class Shared {

        private final Headcount headcount = new Headcount(0);

        @Operation
        public boolean take() {
            return headcount.tryTake(() -> 2, 0);
        }

        @Operation
        public boolean takeUncontended() {
            return headcount.tryTakeUncontended(() -> 2, 0);
        }

        @Operation
        public String counts() {
            Occupancy seen = headcount.occupancy(0);
            return seen.inFlight() + " out, " + seen.waiting() + " waiting";
        }
    }

    @Test
    void try_it() {
        new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(5)
                .invocationsPerIteration(200)
                .check(Shared.class);
    }
}
