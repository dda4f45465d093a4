package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicReference;

/** The gate's present {@link Occupancy}, replaced as a whole by compare-and-set. Thread-safe and free of locks. */
final class Headcount {

    private final AtomicReference<Occupancy> occupancy;

    Headcount(long now) {
        occupancy = new AtomicReference<>(Occupancy.empty(now));
    }

    Occupancy occupancy() {
        return occupancy.get();
    }

    /** Counts one more permit out; false when as many are out as may be used. */
    boolean tryTake(int usable, long now) {
        for (; ; ) {
            Occupancy seen = occupancy.get();
            if (seen.inFlight() >= usable) {
                return false;
            }
            if (occupancy.compareAndSet(seen, seen.change(+1, 0, now))) {
                return true;
            }
        }
    }

    /** Counts one more waiting caller; returns who was there before it, or null when as many wait as may. */
    Occupancy tryJoin(int most, long now) {
        for (; ; ) {
            Occupancy seen = occupancy.get();
            if (seen.waiting() >= most) {
                return null;
            }
            if (occupancy.compareAndSet(seen, seen.change(0, +1, now))) {
                return seen;
            }
        }
    }

    void change(int inFlightBy, int waitingBy, long now) {
        occupancy.updateAndGet(seen -> seen.change(inFlightBy, waitingBy, now));
    }
}
