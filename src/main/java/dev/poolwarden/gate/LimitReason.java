package dev.poolwarden.gate;

/** Why the limit is what it is. */
public enum LimitReason {
    /** It began there. */
    START,
    /** It does not adapt: by setting, or because the capacity is too small for that. */
    FIXED,
    /** What the pool may open has changed. */
    CAPACITY,
    /** Raised for a moment, to see whether more would get done. */
    TRY_MORE,
    /** Lowered for a moment, to see whether less would do. */
    TRY_LESS,
    /** Raised: more gets done. */
    MORE_THROUGHPUT,
    /** Lowered: as much gets done. */
    SAME_WITH_LESS,
    /** Back after {@link #TRY_MORE}: no more got done. */
    NO_GAIN,
    /** Back after {@link #TRY_LESS}: less got done. */
    LESS_THROUGHPUT,
    /** Back after a trial, because there was too little demand to tell. */
    NO_DEMAND,
    /** Raised: all permits are out, and none has come back for long. */
    STALLED
}
