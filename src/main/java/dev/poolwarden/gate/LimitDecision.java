package dev.poolwarden.gate;

/**
 * The limit from now on, and why.
 *
 * @param limit permits from now on
 * @param kept the limit without the trial that may be going on: what the pool's size should follow
 * @param reason why the limit is what it is
 */
public record LimitDecision(int limit, int kept, LimitReason reason) {}
