package dev.poolwarden.demo.storm;

import java.util.OptionalDouble;

/**
 * How much of the pool's capacity is wanted, as the monitor judges it; told within the process, because {@code /status} may be for
 * operators alone, and a browser is none. Thread-safe.
 */
@FunctionalInterface
public interface Usage {

    /** In percent, from 0 on and above 100 where callers wait; empty while unknown. Never waits. */
    OptionalDouble percent();
}
