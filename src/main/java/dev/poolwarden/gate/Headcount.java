package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * How many hold a permit and how many wait, in one word that every event replaces by compare-and-set: nobody reads the two
 * torn, and an event allocates nothing.
 *
 * <pre>
 * 63        50 49       33 32                                0
 *  in flight     waiting     since when, in units of 1.024 us
 * </pre>
 *
 * <p>Who replaces the word knows how long its counts have stood and adds that to the integrals. They are right as soon as
 * nobody is between the two, and late by that one event until then. Thread-safe and free of locks.
 */
final class Headcount {

    static final int MOST_IN_FLIGHT = (1 << 14) - 1;
    static final int MOST_WAITING = (1 << 17) - 1;

    private static final int UNIT = 10; // ns in a unit, as a power of two
    private static final int SINCE_BITS = 33;
    private static final long SINCE = (1L << SINCE_BITS) - 1; // comes round after 2.4 hours
    private static final long HALF_AN_HOUR = 1_800_000_000_000L >>> UNIT;
    private static final long ONE_WAITING = 1L << SINCE_BITS;
    private static final long ONE_IN_FLIGHT = ONE_WAITING << 17;

    private final AtomicLong word;
    private final AtomicInteger peak = new AtomicInteger(); // most in flight at once
    private final LongAdder held = new LongAdder(); // permits out, integrated over time in units; the others likewise
    private final LongAdder waited = new LongAdder();
    private final LongAdder crowded = new LongAdder(); // the time in which anybody waited
    private final LongAdder admitted = new LongAdder();
    private final LongAdder back = new LongAdder(); // permits that came back
    private final LongAdder backNanos = new LongAdder(); // how long those were out, in ns

    Headcount(long now) {
        word = new AtomicLong(units(now));
    }

    private static long units(long nanos) {
        return nanos >>> UNIT & SINCE;
    }

    private static int inFlight(long word) {
        return (int) (word >>> SINCE_BITS + 17);
    }

    private static int waiting(long word) {
        return (int) (word >>> SINCE_BITS) & MOST_WAITING;
    }

    int inFlight() {
        return inFlight(word.get());
    }

    int waiting() {
        return waiting(word.get());
    }

    /**
     * Counts one more permit out; false when as many are out as may be used.
     *
     * @param usable asked after the counts were read, which stand until the permit is counted: so there is one instant at
     *     which both were so, whoever changes the limit meanwhile
     */
    boolean tryTake(IntSupplier usable, long now) {
        for (; ; ) {
            long seen = word.get();
            if (inFlight(seen) >= usable.getAsInt()) {
                return false;
            }
            if (replace(seen, ONE_IN_FLIGHT, now)) {
                reached(inFlight(seen) + 1);
                return true;
            }
        }
    }

    /** As {@link #tryTake}, but false while anybody waits: whose turn it is then is not decided here. */
    boolean tryTakeUncontended(IntSupplier usable, long now) {
        for (; ; ) {
            long seen = word.get();
            if (waiting(seen) > 0 || inFlight(seen) >= usable.getAsInt()) {
                return false;
            }
            if (replace(seen, ONE_IN_FLIGHT, now)) {
                reached(inFlight(seen) + 1);
                return true;
            }
        }
    }

    private void reached(int inFlight) {
        if (inFlight > peak.get()) {
            peak.accumulateAndGet(inFlight, Math::max);
        }
    }

    /** A caller has the permit that was counted out for it. */
    void admitted() {
        admitted.increment();
    }

    long admissions() {
        return admitted.sum();
    }

    /** Counts one permit back that was out for so long; returns whether anybody waits for it. */
    boolean giveBack(long heldNanos, long now) {
        back.increment();
        backNanos.add(heldNanos);
        return unTake(now);
    }

    /** Undoes a {@link #tryTake} for a caller that has left; returns whether anybody waits. */
    boolean unTake(long now) {
        return waiting(change(-ONE_IN_FLIGHT, now)) > 0;
    }

    /** Counts one more waiting caller; false when as many wait as may. */
    boolean tryJoin(int most, long now) {
        for (; ; ) {
            long seen = word.get();
            if (waiting(seen) >= most) {
                return false;
            }
            if (replace(seen, ONE_WAITING, now)) {
                return true;
            }
        }
    }

    /** Counts one waiting caller less. */
    void leave(long now) {
        change(-ONE_WAITING, now);
    }

    /** Brings the integrals up to now. Called at least once an hour, or the time would come round unseen. */
    Occupancy occupancy(long now) {
        long seen = change(0, now);
        return new Occupancy(
                inFlight(seen),
                peak.get(),
                waiting(seen),
                held.sum() << UNIT,
                waited.sum() << UNIT,
                crowded.sum() << UNIT,
                back.sum(),
                backNanos.sum(),
                now >> UNIT << UNIT);
    }

    private long change(long by, long now) {
        long seen;
        do {
            seen = word.get();
        } while (!replace(seen, by, now));
        return seen + by;
    }

    private boolean replace(long seen, long by, long now) {
        long passed = units(now) - seen & SINCE;
        long next = seen + by;
        if (passed > SINCE - HALF_AN_HOUR) { // who read the clock first may come last; time here never runs backwards
            return word.compareAndSet(seen, next);
        }
        if (!word.compareAndSet(seen, next & ~SINCE | units(now))) {
            return false;
        }
        account(inFlight(seen), waiting(seen), passed);
        return true;
    }

    private void account(int inFlight, int waiting, long passed) {
        if (inFlight > 0 && passed > 0) {
            held.add(inFlight * passed);
        }
        if (waiting > 0 && passed > 0) {
            waited.add(waiting * passed);
            crowded.add(passed);
        }
    }
}
