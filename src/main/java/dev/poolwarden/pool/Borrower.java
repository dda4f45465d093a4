package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;
import dev.poolwarden.reclaim.Caller;

/**
 * Who borrows a connection: from asking for one until it is back. Its own thread writes it before the connection is bound to
 * it; {@link Physical#bind} publishes it to all others.
 */
final class Borrower {

    final Permit permit;
    final Caller caller;
    final long since;
    final Thread thread = Thread.currentThread();

    /** Whether a connection has taken the permit. */
    boolean served;

    /** Set by the reclaimer, on the thread that gives the connection back in the holder's place. */
    boolean takenBack;

    /** Time spent on asking idle connections whether they live, in ns. */
    long proving;

    /** @param since when it was admitted, in ns */
    Borrower(Permit permit, Caller caller, long since) {
        this.permit = permit;
        this.caller = caller;
        this.since = since;
    }
}
