package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import java.sql.Connection;

/**
 * What each thread does at the pool. Almost always a thread does one thing at a time, with one {@link Errand} kept for it; an
 * application's interceptor that borrows or gives back in the middle of another errand gets one of its own.
 *
 * <p>Asked for seven times a checkout, which by thread-local alone were a fifth of it. So a thread looks into a table first, at
 * the place of its number. The table is written and read without order: whatever errand a thread finds there, its
 * final {@code thread} tells whether it is its own, and an errand's other fields are its own thread's alone.
 */
final class Errands {

    private static final int PLACES = 256; // threads whose numbers differ by this push each other out

    private final ThreadLocal<Errand> errands = ThreadLocal.withInitial(() -> new Errand(null));
    private final Errand[] table = new Errand[PLACES];

    /** This thread's present errand. */
    Errand mine() {
        Thread thread = Thread.currentThread();
        Errand errand = table[place(thread)];
        return errand != null && errand.thread == thread ? errand : lookUp(thread);
    }

    private Errand lookUp(Thread thread) {
        Errand errand = errands.get();
        table[place(thread)] = errand;
        return errand;
    }

    private void set(Errand errand) {
        errands.set(errand);
        table[place(errand.thread)] = errand;
    }

    private static int place(Thread thread) {
        return (int) thread.getId() & PLACES - 1;
    }

    /** This thread's errand while it borrows, or null: then it is Agroal's housekeeping that asks, or the recovery. */
    Errand borrowing() {
        Errand errand = mine();
        return errand.borrows() ? errand : null;
    }

    /** This thread's errand while it gives a connection back for the first time since it was borrowed; else null. */
    Errand returning() {
        Errand errand = mine();
        return errand.returning == null ? null : errand;
    }

    Errand beginToBorrow(Permit permit) {
        Errand errand = mine();
        if (errand.borrows()) {
            errand = within(errand);
        }
        errand.begin(permit);
        return errand;
    }

    void endToBorrow(Errand errand) {
        errand.end();
        done(errand);
    }

    /**
     * @param mine this thread's present errand
     * @param permit what the connection carried, or null
     */
    Errand beginToReturn(Errand mine, Physical connection, Permit permit) {
        Errand errand = mine.returning == null ? mine : within(mine);
        errand.returning = connection;
        errand.leaving = permit;
        return errand;
    }

    /**
     * Returns the permit that goes back, too, and to which nobody else refers; or null.
     *
     * @param errand this thread's present one
     */
    Permit endToReturn(Errand errand, Connection raw) {
        if (errand.returning == null || errand.returning.raw != raw) {
            return null; // another connection, which was dropped in the middle of this one's return
        }
        Permit permit = errand.leaving;
        errand.returning = null;
        errand.leaving = null;
        errand.inAnothersPlace = false;
        done(errand);
        return permit;
    }

    private Errand within(Errand outer) {
        Errand inner = new Errand(outer);
        set(inner);
        return inner;
    }

    private void done(Errand errand) {
        if (errand.outer != null && !errand.borrows() && errand.returning == null) {
            set(errand.outer);
        }
    }
}
