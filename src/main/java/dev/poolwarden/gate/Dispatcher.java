package dev.poolwarden.gate;

import dev.poolwarden.gate.Rejection.Cause;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Decides who of those that wait gets the next permit, and who is told to go.
 *
 * <p>One thread at a time goes its rounds: whoever has news (a caller that joined or left, a permit that came back, another
 * limit) adds itself to {@link #news}, and the one that finds nobody at it stays until all news are dealt with. So nobody
 * waits for a lock, the lines belong to one thread at a time, and {@link #news} publishes them from one to the next.
 */
final class Dispatcher {

    private final GateSettings settings;
    private final Headcount headcount;
    private final Clients clients;
    private final LongSupplier nanoTime;
    private final Presence presence;
    private final Pace pace;
    private final Line nested;
    private final Line[] lines = new Line[Priority.values().length];
    private final IntSupplier usableByNested = () -> usableBy(null);
    private final IntSupplier[] usable = new IntSupplier[lines.length];
    private final Turns turns;
    private final ConcurrentLinkedQueue<Waiter> mail = new ConcurrentLinkedQueue<>(); // who joined, and who left
    private final ConcurrentLinkedQueue<Waiter> wishes = new ConcurrentLinkedQueue<>(); // who finds the backlog full
    private final AtomicInteger news = new AtomicInteger();
    private volatile Shares shares;
    private volatile int limit;
    private volatile Cause refusal;

    Dispatcher(GateSettings settings, Headcount headcount, Clients clients, LongSupplier nanoTime) {
        long now = nanoTime.getAsLong();
        this.settings = settings;
        this.headcount = headcount;
        this.clients = clients;
        this.nanoTime = nanoTime;
        this.presence = new Presence(now);
        this.pace = new Pace(now);
        this.nested = line(settings.maxWait().toNanos(), now);
        for (int i = 0; i < lines.length; i++) {
            Priority priority = Priority.values()[i];
            lines[i] = line(settings.minWait().toNanos(), now);
            usable[i] = () -> usableBy(priority);
        }
        this.turns = new Turns(lines, settings.floorShare());
        this.limit = settings.limit();
        this.shares = Shares.of(limit, settings, presence, now);
    }

    private Line line(long floor, long now) {
        return new Line(new Allowance(settings.maxWait().toNanos(), floor, now));
    }

    int limit() {
        return limit;
    }

    void setLimit(int newLimit) {
        limit = newLimit;
        attend();
    }

    /** Why everybody is rejected from the next round on, null for nobody. */
    void setRefusal(Cause cause) {
        refusal = cause;
    }

    Cause refusal() {
        return refusal;
    }

    int backlog(Priority priority) {
        return lines[priority.ordinal()].size();
    }

    Shares shares() {
        return shares;
    }

    /** How many permits may be out for such a caller to be admitted, whenever it is asked. */
    IntSupplier usableBy(Priority priority, boolean callerIsNested) {
        return callerIsNested ? usableByNested : usable[priority.ordinal()];
    }

    /** The shares may be older than the limit and the refusal while a round is on: those hold at once. */
    private int usableBy(Priority priority) {
        Shares now = shares;
        int share = priority == null ? now.all() : now.usableBy(priority);
        return refusal == null ? Math.min(limit, share) : 0;
    }

    /** Takes note of a caller, for whom shares may have to be kept from now on. */
    void notice(Priority priority, boolean callerIsNested, long now) {
        if (presence.notice(priority, callerIsNested, now)) {
            attend();
        }
    }

    /** How long such a caller may wait, in ns. */
    long allowance(Priority priority, boolean callerIsNested) {
        return lineOf(priority, callerIsNested).allowance.nanos();
    }

    /** How long such a caller is going to wait, in ns, as far as can be told; 0 where it cannot. */
    long expectedWait(Arrival arrival, boolean callerIsNested, long now) {
        Priority priority = arrival.priority();
        if (pace.isDue(now)) {
            attend();
        }
        if (callerIsNested || lineOf(priority, false).allowance.isStanding()) {
            return 0; // the one is served next, and the others' line is short or full
        }
        Shares present = shares;
        int most = present.usableBy(priority);
        int ahead = nested.size() + lines[priority.ordinal()].aheadOf(arrival, clients, present.interactive());
        for (int i = 0; i < priority.ordinal(); i++) {
            ahead += lines[i].size();
        }
        return ahead < most - headcount.inFlight() ? 0 : pace.expectedWait(ahead, most);
    }

    /** This caller is not served. That one has less patience than it might says nothing of those who have it. */
    void turnedAway(Waiter waiter, Cause cause) {
        Allowance allowance = lineOf(waiter.arrival.priority(), waiter.nested).allowance;
        boolean late = cause == Cause.TIMED_OUT || cause == Cause.TOO_LATE;
        if (!late || waiter.arrival.patienceNanos() >= allowance.nanos()) {
            allowance.turnedAway();
        }
    }

    /** Somebody who was counted among the waiting joins or has left. */
    void mail(Waiter waiter) {
        mail.add(waiter);
        attend();
    }

    /** Whether a backlog of such callers stands that is as long as it may be. */
    boolean isFull(Priority priority, boolean callerIsNested) {
        Line line = lineOf(priority, callerIsNested);
        return !callerIsNested && line.allowance.isStanding() && line.size() >= shares.mostStanding(priority);
    }

    /** Sheds a caller that has less right to its place in a full backlog than this one, if there is any. */
    void makeRoomFor(Waiter newcomer) {
        Priority priority = newcomer.arrival.priority();
        boolean anyBelow =
                Arrays.stream(lines, priority.ordinal() + 1, lines.length).anyMatch(line -> line.size() > 0);
        boolean ownIsFull = isFull(priority, newcomer.nested); // then those below make no room
        if (newcomer.arrival.client() != null || anyBelow && !ownIsFull) {
            wishes.add(newcomer);
            attend();
        }
    }

    /** Who makes room for a newcomer; null for nobody. */
    private Waiter victimOf(Waiter newcomer) {
        if (isFull(newcomer.arrival.priority(), newcomer.nested)) {
            return turns.leastRightfulOfItsOwn(newcomer.arrival);
        }
        return headcount.waiting() < settings.maxBacklog() ? null : turns.leastRightful(newcomer.arrival);
    }

    /** There are news; returns when they are dealt with or somebody else is about to. */
    void attend() {
        int seen = news.getAndIncrement() + 1;
        if (seen != 1) {
            return;
        }
        try {
            do {
                round(nanoTime.getAsLong());
                seen = news.addAndGet(-seen);
            } while (seen != 0);
        } catch (RuntimeException | Error e) {
            news.set(0); // or everybody left it to this thread for ever; the next news make up for it
            throw e;
        }
    }

    private void round(long now) {
        shares = Shares.of(limit, settings, presence, now);
        readMail();
        Cause refused = refusal;
        if (refused != null) {
            refuseAll(nested, refused);
            for (Line line : lines) {
                refuseAll(line, refused);
            }
        }
        while (grantOne(now)) {} // until nobody waits or no permit is left
        refuseOneThatBlocksItself(now);
        review(now);
        shedStanding();
        for (Waiter wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            Waiter victim = victimOf(wish);
            if (victim != null) {
                refuse(victim, Cause.SHED);
            }
        }
    }

    private void readMail() {
        for (Waiter waiter = mail.poll(); waiter != null; waiter = mail.poll()) {
            if (waiter.isWaiting()) {
                lineOf(waiter.arrival.priority(), waiter.nested).add(waiter);
            } else if (waiter.line != null) {
                waiter.line.remove(waiter);
            }
        }
    }

    private Line lineOf(Priority priority, boolean callerIsNested) {
        return callerIsNested ? nested : lines[priority.ordinal()];
    }

    private void refuseAll(Line line, Cause cause) {
        while (!line.isEmpty()) {
            refuse(line.oldest(), cause);
        }
    }

    private void refuse(Waiter waiter, Cause cause) {
        waiter.line.remove(waiter);
        if (waiter.refuse(cause)) {
            headcount.leave(nanoTime.getAsLong());
        }
    }

    /** Returns false when nobody waits or no permit is free. True means to look again: who looked meanwhile saw one less. */
    private boolean grantOne(long now) {
        if (!nested.isEmpty()) {
            return headcount.tryTake(usableByNested, now) && grant(nested, now);
        }
        int first = turns.first();
        return first >= 0 && headcount.tryTake(usable[first], now) && grant(lines[turns.settle(first)], now);
    }

    /** Gives the permit that was just taken to the next in line. */
    private boolean grant(Line line, long now) {
        Fairness fairness = new Fairness(clients, line, shares.interactive());
        Waiter next = line.next(fairness::isBelowShare);
        boolean inOrder = next == line.oldest(); // who passes others says nothing of how long these wait
        line.remove(next);
        clients.took(next.arrival.client()); // first: it may give the permit back as soon as it has it
        if (next.grant()) {
            headcount.leave(now);
            if (inOrder) {
                line.allowance.served(now - next.since);
            }
        } else {
            clients.gaveBack(next.arrival.client());
            headcount.unTake(now); // it has left
        }
        return true;
    }

    /**
     * When every permit is held by a thread that waits for another one, hardly anything but a rejection brings any back. The
     * monitor has the limit set each second, so that this is looked at although nothing happens.
     */
    private void refuseOneThatBlocksItself(long now) {
        if (nested.isEmpty() || now - nested.newest().since < settings.minWait().toNanos()) {
            return;
        }
        int out = headcount.inFlight(); // first: what comes back while the others are counted is then held by nobody
        if (nested.held() >= out && out >= limit) {
            refuse(nested.newest(), Cause.SELF_BLOCKED);
        }
    }

    private void review(long now) {
        if (pace.isDue(now)) {
            Occupancy seen = headcount.occupancy(now);
            pace.review(seen.heldNanos(), seen.back(), now);
        }
        for (Line line : lines) {
            line.allowance.review(line.size(), line.longestWait(now), now);
            while (line.allowance.isStanding() && !line.isEmpty() && line.longestWait(now) > line.allowance.nanos()) {
                refuse(line.oldest(), Cause.TIMED_OUT);
            }
        }
    }

    private void shedStanding() {
        for (Priority priority : Priority.values()) {
            Line line = lines[priority.ordinal()];
            while (line.allowance.isStanding() && line.size() > shares.mostStanding(priority)) {
                refuse(line.newest(), Cause.SHED);
            }
        }
    }
}
