package dev.poolwarden.breaker;

/**
 * The breaker's figures, read one after another.
 *
 * @param failurePercent share of failures among the last calls, 0..100; 0 while there were too few to tell
 * @param opened times it opened since the start
 */
public record BreakerSnapshot(BreakerState state, double failurePercent, long opened) {}
