package dev.poolwarden.reading;

/** The seam to the database: asks it how it is, on a connection that no request uses. */
@FunctionalInterface
public interface DatabaseProbe {

    /** Asks now and waits for the answer, for a bounded time; never throws. Called by one thread at a time. */
    DatabaseReading probe();
}
