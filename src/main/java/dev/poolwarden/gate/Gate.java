package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Admits at most {@code limit} callers at once and lets the others wait: the more important first, the fewer permits their
 * client holds the sooner, and never longer than makes sense.
 *
 * <p>While nobody waits, a permit costs one compare-and-set and no allocation. Otherwise the {@link Dispatcher} decides.
 *
 * <p>A thread that holds a permit and asks for another (JTA's {@code REQUIRES_NEW}) can wait for itself for ever if all
 * permits are out to threads like it. Where such callers come, the last permits are theirs alone, one in sixteen and at least
 * one; and where every permit is held by one of them after all, one is rejected as soon as the shortest wait is over.
 *
 * <p>Thread-safe and free of locks in the callers' way. {@link #headcount} is kept by callers, returning permits and the
 * dispatcher; the limit and {@link #refusals} are written by the monitor, the breaker or the shutdown and read by all. Nobody
 * waits while a permit it may use is free: whoever frees one while somebody waits, raises the limit or joins the backlog has
 * the dispatcher attend to it afterwards.
 */
public final class Gate {

    /** In seconds; long enough to thin out retries, short enough that nobody misses a recovery. */
    private static final int MOST_RETRY_AFTER = 5;

    private final GateSettings settings;
    private final LongSupplier nanoTime;
    private final GateListener listener;
    private final Headcount headcount;
    final Clients clients = new Clients();
    private final Dispatcher dispatcher;
    private final ThreadLocal<Holdings> holdings = ThreadLocal.withInitial(Holdings::new);
    private final AtomicBoolean nearLimitArmed = new AtomicBoolean(true);
    private final Map<Cause, LongAdder> rejections = new EnumMap<>(Cause.class);
    private final Set<Cause> refusals =
            EnumSet.noneOf(Cause.class); // guarded by itself; the dispatcher knows the first

    /** @param nanoTime a monotonic clock in ns */
    public Gate(GateSettings settings, LongSupplier nanoTime, GateListener listener) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.headcount = new Headcount(nanoTime.getAsLong());
        this.dispatcher = new Dispatcher(settings, headcount, clients, nanoTime);
        for (Cause cause : Cause.values()) {
            rejections.put(cause, new LongAdder());
        }
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
        Cause refused = dispatcher.refusal();
        if (refused != null) {
            return reject(refused, now, now);
        }
        dispatcher.notice(arrival.priority(), nested, now);
        if (headcount.tryTakeUncontended(dispatcher.usableBy(arrival.priority(), nested), now)) {
            clients.took(arrival.client());
            return admit(mine, arrival, now, now);
        }
        return queue(new Waiter(arrival, mine, nested, now));
    }

    private Admission queue(Waiter waiter) throws InterruptedException {
        Priority priority = waiter.arrival.priority();
        long expected = dispatcher.expectedWait(waiter.arrival, waiter.nested, waiter.since);
        long bound = Math.min(waiter.arrival.patienceNanos(), dispatcher.allowance(priority, waiter.nested));
        if (expected > bound) {
            return turnAway(waiter, Cause.TOO_LATE, waiter.since);
        }
        if (!tryJoin(waiter)) {
            dispatcher.makeRoomFor(waiter);
            if (!tryJoin(waiter)) {
                return turnAway(waiter, Cause.BACKLOG_FULL, waiter.since);
            }
        }
        return waitForPermit(waiter, bound);
    }

    private boolean tryJoin(Waiter waiter) {
        return !dispatcher.isFull(waiter.arrival.priority(), waiter.nested)
                && headcount.tryJoin(settings.maxBacklog(), waiter.since);
    }

    private Admission waitForPermit(Waiter waiter, long bound) throws InterruptedException {
        Waiter.State outcome;
        try {
            dispatcher.mail(waiter);
            outcome = waiter.await(waiter.since + bound, nanoTime);
        } catch (InterruptedException | RuntimeException | Error e) { // whatever it is, nobody waits here any more
            if (leave(waiter) == Waiter.State.GRANTED) {
                unTake(waiter.arrival.client());
            }
            throw e;
        }
        if (outcome == Waiter.State.WAITING) {
            outcome = leave(waiter);
        }
        long now = nanoTime.getAsLong();
        if (outcome == Waiter.State.GRANTED) {
            return admit(waiter.holdings, waiter.arrival, waiter.since, now);
        }
        return turnAway(waiter, outcome == Waiter.State.REFUSED ? waiter.cause() : Cause.TIMED_OUT, now);
    }

    private Rejection turnAway(Waiter waiter, Cause cause, long now) {
        dispatcher.turnedAway(waiter, cause);
        return reject(cause, waiter.since, now);
    }

    /** Takes a waiter out of the backlog and returns what had become of it by then. */
    private Waiter.State leave(Waiter waiter) {
        if (waiter.leave()) {
            headcount.leave(nanoTime.getAsLong());
            dispatcher.mail(waiter);
        }
        return waiter.state();
    }

    private void unTake(String client) {
        clients.gaveBack(client);
        if (headcount.unTake(nanoTime.getAsLong())) {
            dispatcher.attend();
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void takeBack(long admittedAt, String client, long now) {
        long held = Math.max(0, now - admittedAt);
        clients.gaveBack(client);
        if (headcount.giveBack(held, now)) {
            dispatcher.attend();
        }
        listener.released(held);
    }

    /**
     * Changes how many permits there are; a lowered limit drains, a raised one serves who waits.
     *
     * @param newLimit 1..10 000
     */
    public void setLimit(int newLimit) {
        GateSettings.requireLimit(newLimit);
        dispatcher.setLimit(newLimit);
    }

    /** Rejects everybody from now on, those who wait too, until {@link #admitAgain}. */
    public void refuse(Cause cause) {
        synchronized (refusals) {
            refusals.add(cause);
            dispatcher.setRefusal(firstRefusal());
        }
        dispatcher.attend();
    }

    /** Ends a refusal for this cause; one for another cause stands. */
    public void admitAgain(Cause cause) {
        synchronized (refusals) {
            refusals.remove(cause);
            dispatcher.setRefusal(firstRefusal());
        }
    }

    private Cause firstRefusal() {
        return refusals.isEmpty() ? null : refusals.iterator().next();
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

    /** Who is at the gate now; cheaper than a whole {@link #snapshot}. */
    public Occupancy occupancy() {
        return headcount.occupancy(nanoTime.getAsLong());
    }

    public GateSnapshot snapshot() {
        Map<Cause, Long> rejected = new EnumMap<>(Cause.class);
        rejections.forEach((cause, count) -> rejected.put(cause, count.sum()));
        Map<Priority, Integer> backlog = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            backlog.put(priority, dispatcher.backlog(priority));
        }
        return new GateSnapshot(dispatcher.limit(), occupancy(), headcount.admissions(), rejected, backlog);
    }

    private Permit admit(Holdings mine, Arrival arrival, long start, long now) {
        headcount.admitted();
        Permit permit = mine.permit(this).give(mine, arrival.client(), now);
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
        int inFlight = headcount.inFlight();
        boolean near = inFlight * 10 >= dispatcher.shares().interactive() * 9;
        if (near && nearLimitArmed.get() && nearLimitArmed.compareAndSet(true, false)) {
            listener.nearLimit(inFlight, dispatcher.limit());
        }
    }

    private Rejection reject(Cause cause, long start, long now) {
        rejections.get(cause).increment();
        Duration waited = Duration.ofNanos(Math.max(0, now - start));
        int retryAfter =
                (int) Math.min(MOST_RETRY_AFTER, Math.max(1, settings.maxWait().toSeconds()));
        var rejection =
                new Rejection(cause, dispatcher.limit(), headcount.inFlight(), headcount.waiting(), waited, retryAfter);
        listener.rejected(rejection);
        return rejection;
    }
}
