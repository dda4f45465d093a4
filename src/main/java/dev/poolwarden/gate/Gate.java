package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Admits at most {@code limit} callers at once and lets the others wait, first come first served and never beyond a bound.
 *
 * <p>A thread that holds a permit and asks for another (JTA's {@code REQUIRES_NEW}) can wait for itself for ever if all
 * permits are out to threads like it. The last permits are therefore reserved for such nested callers: one in sixteen, at
 * least one, none where the limit is one.
 *
 * <p>Thread-safe and free of locks. {@link #occupancy} is replaced by compare-and-set by callers and returning permits;
 * {@link #limit} and {@link #refusal} are written by the monitor, the breaker or the shutdown and read by all. Nobody waits
 * while a permit it may use is free: whoever frees one, raises the limit or joins a queue afterwards runs {@link #serve}.
 */
public final class Gate {

    /** In seconds; long enough to thin out retries, short enough that nobody misses a recovery. */
    private static final int MOST_RETRY_AFTER = 5;

    private final GateSettings settings;
    private final LongSupplier nanoTime;
    private final GateListener listener;
    private final AtomicReference<Occupancy> occupancy;
    private final ConcurrentLinkedQueue<Waiter> nestedQueue = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<AtomicInteger> holdings = ThreadLocal.withInitial(AtomicInteger::new);
    private final AtomicBoolean nearLimitArmed = new AtomicBoolean(true);
    private final LongAdder admitted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private volatile int limit;
    private volatile Cause refusal;

    /** @param nanoTime a monotonic clock in ns */
    public Gate(GateSettings settings, LongSupplier nanoTime, GateListener listener) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.limit = settings.limit();
        this.occupancy = new AtomicReference<>(Occupancy.empty(nanoTime.getAsLong()));
    }

    /**
     * Asks for a permit and waits for one as long as the settings allow.
     *
     * @param priority how much the caller matters; every priority has the same share until the limit adapts
     * @return a permit, which must be released, or the reason why there is none
     * @throws InterruptedException when interrupted while waiting; nothing is held then
     */
    public Admission acquire(Priority priority) throws InterruptedException {
        AtomicInteger mine = holdings.get();
        boolean nested = mine.get() > 0;
        long now = nanoTime.getAsLong();
        Cause refused = refusal;
        if (refused != null) {
            return reject(refused, now, now);
        }
        if (queueOf(nested).isEmpty() && tryTake(nested, 0, now)) {
            return admit(mine, now, now);
        }
        if (occupancy.get().waiting() >= settings.maxBacklog()) {
            return reject(Cause.BACKLOG_FULL, now, now);
        }
        return waitForPermit(mine, nested, now);
    }

    private Admission waitForPermit(AtomicInteger mine, boolean nested, long start) throws InterruptedException {
        Waiter waiter = new Waiter(nested);
        long bound = settings.waitNanos(occupancy.get(), start);
        change(0, +1);
        queueOf(nested).add(waiter);
        serve();
        Waiter.State outcome;
        try {
            outcome = waiter.await(start + bound, nanoTime);
        } catch (InterruptedException e) {
            if (leave(waiter) == Waiter.State.GRANTED) {
                change(-1, 0);
                serve();
            }
            throw e;
        }
        if (outcome == Waiter.State.WAITING) {
            outcome = leave(waiter);
        }
        long now = nanoTime.getAsLong();
        if (outcome == Waiter.State.GRANTED) {
            return admit(mine, start, now);
        }
        Cause refused = refusal;
        return reject(outcome == Waiter.State.REFUSED && refused != null ? refused : Cause.TIMED_OUT, start, now);
    }

    /** Takes a waiter out of its queue and returns what had become of it by then. */
    private Waiter.State leave(Waiter waiter) {
        if (waiter.settle(Waiter.State.GONE)) {
            queueOf(waiter.nested()).remove(waiter);
            change(0, -1);
        }
        return waiter.state();
    }

    void takeBack(long admittedAt) {
        change(-1, 0);
        serve();
        listener.released(Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - admittedAt)));
    }

    /**
     * Changes how many permits there are; a lowered limit drains, a raised one serves who waits.
     *
     * @param newLimit 1..10 000
     */
    public void setLimit(int newLimit) {
        GateSettings.requireLimit(newLimit);
        limit = newLimit;
        serve();
    }

    /** Rejects everybody from now on, those who wait too, until {@link #admitAgain}. */
    public void refuse(Cause cause) {
        refusal = cause;
        refuseAll(nestedQueue);
        refuseAll(queue);
    }

    /** Ends a refusal for this cause; one for another cause stands. */
    public void admitAgain(Cause cause) {
        if (refusal == cause) {
            refusal = null;
        }
    }

    /** Lets {@link GateListener#nearLimit} be called again. */
    public void armNearLimitWarning() {
        nearLimitArmed.set(true);
    }

    public GateSnapshot snapshot() {
        return new GateSnapshot(limit, occupancy.get(), admitted.sum(), rejected.sum(), timedOut.sum());
    }

    /** Grants permits to those who wait, nested callers first, as long as there are permits they may use. */
    private void serve() {
        serve(nestedQueue);
        serve(queue);
        if (refusal != null) { // a waiter may have joined after refuse() had emptied the queues
            refuseAll(nestedQueue);
            refuseAll(queue);
        }
    }

    private void serve(ConcurrentLinkedQueue<Waiter> waiters) {
        for (Waiter head = waiters.peek(); head != null; head = waiters.peek()) {
            if (!tryTake(head.nested(), -1, nanoTime.getAsLong())) {
                return;
            }
            if (!head.settle(Waiter.State.GRANTED)) {
                change(-1, +1); // it left, or another thread served it: give the permit back and look again
            }
            waiters.remove(head);
        }
    }

    private void refuseAll(ConcurrentLinkedQueue<Waiter> waiters) {
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            if (waiter.settle(Waiter.State.REFUSED)) {
                change(0, -1);
            }
        }
    }

    private boolean tryTake(boolean nested, int waitingBy, long now) {
        for (; ; ) {
            Occupancy seen = occupancy.get();
            if (seen.inFlight() >= usableBy(nested)) {
                return false;
            }
            if (occupancy.compareAndSet(seen, seen.change(+1, waitingBy, now))) {
                return true;
            }
        }
    }

    /** The one place that says how many permits a caller may use; priorities and an adaptive limit change it here. */
    private int usableBy(boolean nested) {
        int all = limit;
        return nested || all == 1 ? all : all - Math.max(1, all / 16);
    }

    private void change(int inFlightBy, int waitingBy) {
        long now = nanoTime.getAsLong();
        Occupancy seen;
        do {
            seen = occupancy.get();
        } while (!occupancy.compareAndSet(seen, seen.change(inFlightBy, waitingBy, now)));
    }

    private Permit admit(AtomicInteger mine, long start, long now) {
        admitted.increment();
        listener.admitted(Duration.ofNanos(Math.max(0, now - start)));
        int inFlight = occupancy.get().inFlight();
        if (inFlight * 10 >= usableBy(false) * 9 && nearLimitArmed.compareAndSet(true, false)) {
            listener.nearLimit(inFlight, limit);
        }
        return new Permit(this, mine, now);
    }

    private Rejection reject(Cause cause, long start, long now) {
        rejected.increment();
        if (cause == Cause.TIMED_OUT) {
            timedOut.increment();
        }
        Occupancy seen = occupancy.get();
        Duration waited = Duration.ofNanos(Math.max(0, now - start));
        int retryAfter =
                (int) Math.min(MOST_RETRY_AFTER, Math.max(1, settings.maxWait().toSeconds()));
        var rejection = new Rejection(cause, limit, seen.inFlight(), seen.waiting(), waited, retryAfter);
        listener.rejected(rejection);
        return rejection;
    }

    private ConcurrentLinkedQueue<Waiter> queueOf(boolean nested) {
        return nested ? nestedQueue : queue;
    }
}
