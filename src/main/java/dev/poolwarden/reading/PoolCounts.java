package dev.poolwarden.reading;

import java.util.OptionalDouble;

/**
 * The pool's connections, counted by the pool at one instant.
 *
 * @param size connections kept open
 * @param maxOverflow connections opened beyond that under load and retired when idle
 * @param granted connections the server was last found to grant, {@code size + maxOverflow} at the most
 * @param established connections open now
 * @param inUse those of them that are borrowed
 * @param borrowed times a connection was borrowed since the start
 * @param firstBorrows those that got a connection nobody had used before
 * @param created connections opened since the start
 * @param retired connections closed since the start
 * @param connectionErrors failures to open a connection since the start
 * @param reclaimed connections taken from their holders since the start
 * @param diskFull statements that failed since the start because the server has no space left on its disk
 */
public record PoolCounts(
        int size,
        int maxOverflow,
        int granted,
        int established,
        int inUse,
        long borrowed,
        long firstBorrows,
        long created,
        long retired,
        long connectionErrors,
        long reclaimed,
        long diskFull) {

    public int idle() {
        return Math.max(0, established - inUse);
    }

    /** Share of borrows that got a connection used before, in percent; empty before the first borrow. */
    public OptionalDouble reusePercent() {
        return borrowed == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * (borrowed - firstBorrows) / borrowed);
    }
}
