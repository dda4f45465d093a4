package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Admits at most {@code limit} callers at once and lets the others wait, first come first served and never beyond a bound.
 *
 * <p>A thread that holds a permit and asks for another (JTA's {@code REQUIRES_NEW}) can wait for itself for ever if all
 * permits are out to threads like it. The last permits are therefore reserved for such nested callers: one in sixteen, at
 * least one, none where the limit is one.
 *
 * <p>Thread-safe and free of locks. {@link #headcount} is kept by callers and returning permits;
 * {@link #limit} and {@link #refusals} are written by the monitor, the breaker or the shutdown and read by all. Nobody waits
 * while a permit it may use is free: whoever frees one, raises the limit or joins a queue afterwards runs {@link #serve}.
 */
public final class Gate {

    /** In seconds; long enough to thin out retries, short enough that nobody misses a recovery. */
    private static final int MOST_RETRY_AFTER = 5;

    private final GateSettings settings;
    private final LongSupplier nanoTime;
    private final GateListener listener;
    private final Headcount headcount;
    private final ConcurrentLinkedQueue<Waiter> nestedQueue = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Holdings> holdings = ThreadLocal.withInitial(Holdings::new);
    private final AtomicBoolean nearLimitArmed = new AtomicBoolean(true);
    private final LongAdder admitted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder crowdedOut = new LongAdder();
    private final Set<Cause> refusals = new CopyOnWriteArraySet<>(); // the breaker's and the shutdown's do not mix
    private volatile Cause lastRefusal; // for a waiter that wakes when its refusal is over
    private volatile int limit;

    /** @param nanoTime a monotonic clock in ns */
    public Gate(GateSettings settings, LongSupplier nanoTime, GateListener listener) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.limit = settings.limit();
        this.headcount = new Headcount(nanoTime.getAsLong());
    }

    /** Asks for a permit on nobody's behalf in particular; see {@link #acquire(Arrival)}. */
    public Admission acquire(Priority priority) throws InterruptedException {
        return acquire(Arrival.of(priority));
    }

    /**
     * Asks for a permit and waits for one as long as the settings and the caller allow.
     *
     * @return a permit, which must be released, or the reason why there is none
     * @throws InterruptedException when interrupted while waiting; nothing is held then
     */
    public Admission acquire(Arrival arrival) throws InterruptedException {
        Holdings mine = holdings.get();
        boolean nested = mine.any();
        long now = nanoTime.getAsLong();
        Cause refused = refusal();
        if (refused != null) {
            return reject(refused, now, now);
        }
        if (queueOf(nested).isEmpty() && headcount.tryTake(usableBy(nested), now)) {
            return admit(mine, now, now);
        }
        Occupancy before = headcount.tryJoin(settings.maxBacklog(), now);
        if (before == null) {
            return reject(Cause.BACKLOG_FULL, now, now);
        }
        return waitForPermit(mine, nested, now, Math.min(arrival.patienceNanos(), settings.waitNanos(before, now)));
    }

    private Admission waitForPermit(Holdings mine, boolean nested, long start, long bound) throws InterruptedException {
        Waiter waiter = new Waiter(nested);
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
        return reject(outcome == Waiter.State.REFUSED ? lastRefusal : Cause.TIMED_OUT, start, now);
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
        listener.released(Math.max(0, nanoTime.getAsLong() - admittedAt));
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
        lastRefusal = cause;
        refusals.add(cause);
        refuseAll(nestedQueue);
        refuseAll(queue);
    }

    /** Ends a refusal for this cause; one for another cause stands. */
    public void admitAgain(Cause cause) {
        refusals.remove(cause);
    }

    /** The first of the standing refusals, or null. */
    private Cause refusal() {
        Iterator<Cause> standing = refusals.iterator();
        return standing.hasNext() ? standing.next() : null;
    }

    /** Lets {@link GateListener#nearLimit} be called again. */
    public void armNearLimitWarning() {
        nearLimitArmed.set(true);
    }

    /** Whether the present thread was given a permit that is still out. */
    public boolean isHeldByThisThread() {
        return holdings.get().any();
    }

    /** How many permits the present thread was ever given. */
    public long admissionsOfThisThread() {
        return holdings.get().admissions();
    }

    public GateSnapshot snapshot() {
        return new GateSnapshot(
                limit, headcount.occupancy(), admitted.sum(), rejected.sum(), timedOut.sum(), crowdedOut.sum());
    }

    /** Grants permits to those who wait, nested callers first, as long as there are permits they may use. */
    private void serve() {
        while (serveHead(nestedQueue) || serveHead(queue)) {
            // from the start again: a nested caller may have come while an ordinary one was served
        }
        if (refusal() != null) { // a waiter may have joined after refuse() had emptied the queues
            refuseAll(nestedQueue);
            refuseAll(queue);
        }
    }

    /** Returns false when nobody waits or no permit is free. True means to look again: who looked meanwhile saw one less. */
    private boolean serveHead(ConcurrentLinkedQueue<Waiter> waiters) {
        Waiter head = waiters.peek();
        if (head == null || !headcount.tryTake(usableBy(head.nested()), nanoTime.getAsLong())) {
            return false;
        }
        if (head.settle(Waiter.State.GRANTED)) {
            change(0, -1);
        } else {
            change(-1, 0); // it left, or another thread served it
        }
        waiters.remove(head);
        return true;
    }

    private void refuseAll(ConcurrentLinkedQueue<Waiter> waiters) {
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            if (waiter.settle(Waiter.State.REFUSED)) {
                change(0, -1);
            }
        }
    }

    /** The one place that says how many permits a caller may use; priorities and an adaptive limit change it here. */
    private int usableBy(boolean nested) {
        int all = limit;
        return nested || all == 1 ? all : all - Math.max(1, all / 16);
    }

    private void change(int inFlightBy, int waitingBy) {
        headcount.change(inFlightBy, waitingBy, nanoTime.getAsLong());
    }

    private Permit admit(Holdings mine, long start, long now) {
        admitted.increment();
        Permit permit = new Permit(this, mine, now);
        try {
            listener.admitted(Math.max(0, now - start));
            warnNearLimit();
        } catch (RuntimeException | Error e) { // the caller will never see the permit
            permit.release();
            throw e;
        }
        return permit;
    }

    private void warnNearLimit() {
        int inFlight = headcount.occupancy().inFlight();
        if (inFlight * 10 >= usableBy(false) * 9 && nearLimitArmed.compareAndSet(true, false)) {
            listener.nearLimit(inFlight, limit);
        }
    }

    private Rejection reject(Cause cause, long start, long now) {
        rejected.increment();
        if (cause == Cause.TIMED_OUT) {
            timedOut.increment();
        }
        if (cause == Cause.TIMED_OUT || cause == Cause.BACKLOG_FULL) {
            crowdedOut.increment();
        }
        Occupancy seen = headcount.occupancy();
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
