package dev.poolwarden.pool;

import dev.poolwarden.gate.Permit;

/** A borrower on its way to a connection: the permit it brings, and what its way has cost. By its own thread alone. */
final class Arrival {

    final Permit permit;

    /** Whether a connection has taken the permit. */
    boolean served;

    /** Time spent on asking idle connections whether they live, in ns. */
    long proving;

    Arrival(Permit permit) {
        this.permit = permit;
    }
}
