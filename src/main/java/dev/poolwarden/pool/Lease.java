package dev.poolwarden.pool;

import dev.poolwarden.reclaim.Caller;

/**
 * One borrow of one connection, as others see it. Immutable.
 *
 * @param number tells it from every other borrow of this connection
 * @param since when its holder was admitted, in ns
 */
record Lease(long number, Thread thread, Caller caller, long since) {}
