package dev.poolwarden.control;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.reclaim.CleanupMode;

/**
 * Something that happened, for plots.
 *
 * @param at ms since 1970
 * @param what the breaker's new state, or the cleanup's mode
 */
public record Mark(long at, Kind kind, String what) {

    /** What there are marks of. */
    public enum Kind {
        BREAKER,
        CLEANUP
    }

    static Mark of(BreakerState state, long at) {
        return new Mark(at, Kind.BREAKER, state.name());
    }

    static Mark of(CleanupMode mode, long at) {
        return new Mark(at, Kind.CLEANUP, mode.code());
    }
}
