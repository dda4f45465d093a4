package dev.poolwarden.gate;

/** Knows who asks for a connection. Called on the caller's thread, for each checkout: quick, and never throws. */
@FunctionalInterface
public interface Arrivals {

    Arrival current();
}
