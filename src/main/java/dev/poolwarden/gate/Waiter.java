package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One thread in the gate's queue.
 *
 * <pre>
 *            served                 refuse()               timed out or interrupted
 * GRANTED &lt;-------- WAITING --------&gt; REFUSED    WAITING ------------------------&gt; GONE
 * </pre>
 *
 * Whoever wins the one transition owns the consequence: the server gave a permit away, or the waiter left without.
 */
final class Waiter {

    enum State {
        WAITING,
        GRANTED,
        REFUSED,
        GONE
    }

    private final boolean nested;
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    Waiter(boolean nested) {
        this.nested = nested;
    }

    /** Whether its thread holds a permit already. */
    boolean nested() {
        return nested;
    }

    State state() {
        return state.get();
    }

    /** Ends the wait with this outcome; false when it had ended already. */
    boolean settle(State outcome) {
        boolean won = state.compareAndSet(State.WAITING, outcome);
        if (won) {
            LockSupport.unpark(thread);
        }
        return won;
    }

    /** Waits until settled or until the deadline; returns the state then, {@code WAITING} after the deadline. */
    State await(long deadline, LongSupplier nanoTime) throws InterruptedException {
        for (; ; ) {
            State now = state.get();
            long left = deadline - nanoTime.getAsLong();
            if (now != State.WAITING || left <= 0) {
                return now;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while waiting for a database permit");
            }
        }
    }
}
