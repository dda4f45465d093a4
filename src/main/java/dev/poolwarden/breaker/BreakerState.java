package dev.poolwarden.breaker;

/** The breaker's three states, in the field's usual words. */
public enum BreakerState {
    CLOSED,
    OPEN,
    HALF_OPEN
}
