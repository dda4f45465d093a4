package dev.poolwarden.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The waiting callers of one priority, in the order of their arrival.
 *
 * <p>The dispatcher's alone, but for {@link #size} and {@link #aheadOf}, which anybody may read, late.
 */
final class Line {

    final Allowance allowance;
    private Waiter oldest;
    private Waiter newest;
    private final Map<String, Integer> callers = new HashMap<>(); // of each client, null being nobody in particular
    private volatile int size;
    private volatile int rivals;

    /** @param allowance how long one may stand here */
    Line(Allowance allowance) {
        this.allowance = allowance;
    }

    int size() {
        return size;
    }

    /**
     * How many here are served before this newcomer, as far as can be told. A client that holds less than its share passes those
     * that do not, and so all but one caller of each client, about.
     *
     * @param permits that the clients share
     */
    int aheadOf(Arrival newcomer, Clients clients, int permits) {
        int competing = rivals;
        int share = Math.max(1, permits / Math.max(1, clients.number() + competing));
        boolean passes = newcomer.client() != null && clients.holds(newcomer.client()) < share;
        return passes ? competing : size;
    }

    /** How many of this client's wait here. */
    int callersOf(String client) {
        return callers.getOrDefault(client, 0);
    }

    boolean isEmpty() {
        return oldest == null;
    }

    Waiter oldest() {
        return oldest;
    }

    Waiter newest() {
        return newest;
    }

    /** How long the oldest has waited, in ns; 0 when nobody waits. */
    long longestWait(long now) {
        return oldest == null ? 0 : Math.max(0, now - oldest.since);
    }

    /** Permits that the threads hold which wait here. */
    int held() {
        int held = 0;
        Set<Holdings> counted = new HashSet<>();
        for (Waiter waiter = oldest; waiter != null; waiter = waiter.newer) {
            held += counted.add(waiter.holdings) ? waiter.holdings.count() : 0;
        }
        return held;
    }

    void add(Waiter waiter) {
        waiter.line = this;
        waiter.older = newest;
        if (newest == null) {
            oldest = waiter;
        } else {
            newest.newer = waiter;
        }
        newest = waiter;
        size++;
        count(waiter.arrival.client(), 1);
    }

    /** Does nothing for one that is not here any more. */
    void remove(Waiter waiter) {
        if (waiter.line != this) {
            return;
        }
        if (waiter.older == null) {
            oldest = waiter.newer;
        } else {
            waiter.older.newer = waiter.newer;
        }
        if (waiter.newer == null) {
            newest = waiter.older;
        } else {
            waiter.newer.older = waiter.older;
        }
        waiter.line = null;
        waiter.older = null;
        waiter.newer = null;
        size--;
        count(waiter.arrival.client(), -1);
    }

    private void count(String client, int by) {
        callers.merge(client, by, (before, change) -> before + change == 0 ? null : before + change);
        int onNobodysBehalf = callersOf(null);
        rivals = callers.size() + Math.max(0, onNobodysBehalf - 1);
    }

    /** Whose turn it is: the first for whom the condition holds, else the first of all. Null when nobody waits. */
    Waiter next(Predicate<Waiter> preferred) {
        for (Waiter waiter = oldest; waiter != null; waiter = waiter.newer) {
            if (preferred.test(waiter)) {
                return waiter;
            }
        }
        return oldest;
    }
}
