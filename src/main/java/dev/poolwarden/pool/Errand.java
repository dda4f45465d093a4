package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Caller;

/**
 * What one thread does at the pool: borrows, or gives back. Kept for the thread's next errand, so that a checkout allocates
 * nothing; its own thread alone reads and writes it.
 */
final class Errand {

    final Thread thread = Thread.currentThread();

    /** The errand in the middle of which this one began, by an interceptor of the application's, say; null for most. */
    final Errand outer;

    /** While it borrows: the permit that a connection is to take; else null, and whoever asks is no borrower. */
    Permit permit;

    Caller caller; // null where nothing but the thread is known
    long since;

    /** It gets the transaction's own connection once more, which has its permit or is about to get it. */
    boolean asksOnceMore;

    /** The connection that took the permit, and for which borrow; null until one has. */
    Physical served;

    long lease;

    /** Since when it waits inside Agroal, in ns; meaningless unless {@code blocked}. */
    long blockedSince;

    boolean blocked;

    /** A connection could not be opened for it, and it tries again. */
    boolean triesAgain;

    /** When it does so for the last time, in ns; meaningless unless it tries again. */
    long lastTry;

    /** Time spent on asking idle connections whether they live, in ns. */
    long proving;

    /** While it gives back: the connection. Null when that was back before. */
    Physical returning;

    /** And the permit that it carried; null for the transaction manager's recovery, and where nobody had it. */
    Permit leaving;

    /** When that borrow ended, in ns; meaningless without a permit. */
    long ended;

    /** It gives back what is another's, or nobody's: no transaction of this thread has to do with it. */
    boolean inAnothersPlace;

    /** It drops a connection that was found dead before anybody had it. */
    boolean discards;

    /** What this thread had last: likely to be idle, and the one to be asked about next. */
    Physical recent;

    Errand(Errand outer) {
        this.outer = outer;
    }

    boolean borrows() {
        return permit != null;
    }

    void begin(Permit newPermit) {
        permit = newPermit;
        since = newPermit.admittedAt();
        served = null;
        asksOnceMore = false;
        blocked = false;
        proving = 0;
        triesAgain = false;
    }

    void end() {
        permit = null;
        caller = null;
        served = null;
    }
}
