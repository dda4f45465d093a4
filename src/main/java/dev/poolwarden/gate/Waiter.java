package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One thread in the gate's backlog.
 *
 * <pre>
 *            served                 told to go              timed out or interrupted
 * GRANTED &lt;-------- WAITING --------&gt; REFUSED    WAITING ------------------------&gt; GONE
 * </pre>
 *
 * Whoever wins the one transition owns the consequence: the dispatcher gave a permit away or told it to go, or the waiter left
 * without.
 */
final class Waiter {

    enum State {
        WAITING,
        GRANTED,
        REFUSED,
        GONE
    }

    final Arrival arrival;
    final Holdings holdings;
    final boolean nested;
    final long since;

    /** Its place in a {@link Line}: the dispatcher's, as {@code line} is. */
    Waiter older;

    Waiter newer;
    Line line;

    private final Thread thread = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private Cause cause; // why it was refused; published by the state

    /** @param nested whether its thread holds a permit already */
    Waiter(Arrival arrival, Holdings holdings, boolean nested, long since) {
        this.arrival = arrival;
        this.holdings = holdings;
        this.nested = nested;
        this.since = since;
    }

    State state() {
        return state.get();
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    Cause cause() {
        return cause;
    }

    boolean grant() {
        return settle(State.GRANTED);
    }

    /** Called by the dispatcher alone. */
    boolean refuse(Cause why) {
        cause = why;
        return settle(State.REFUSED);
    }

    boolean leave() {
        return settle(State.GONE);
    }

    /** Ends the wait with this outcome; false when it had ended already. */
    private boolean settle(State outcome) {
        boolean won = state.compareAndSet(State.WAITING, outcome);
        if (won && outcome != State.GONE) {
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
