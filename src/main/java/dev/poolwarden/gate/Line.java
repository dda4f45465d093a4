package dev.poolwarden.gate;

import java.util.function.Predicate;

/**
 * The waiting callers of one priority, in the order of their arrival.
 *
 * <p>The dispatcher's alone, but for {@link #size}, which anybody may read.
 */
final class Line {

    final Allowance allowance;
    private Waiter oldest;
    private Waiter newest;
    private volatile int size;

    /** @param allowance how long one may stand here */
    Line(Allowance allowance) {
        this.allowance = allowance;
    }

    int size() {
        return size;
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
