package dev.poolwarden.reclaim;

/**
 * Who has a connection, and since when.
 *
 * @param hold tells this hold from every other of this pool
 * @param thread the name of the thread that borrowed it; empty for a virtual thread without one
 * @param threadAlive whether that thread still exists
 * @param heldMillis for how long
 */
public record Holder(long hold, Caller caller, String thread, boolean threadAlive, long heldMillis) {}
