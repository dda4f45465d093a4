package dev.poolwarden.control;

/** What the {@link History} keeps of each tick, and what becomes of it where ticks are joined; what is unknown is NaN there. */
public enum Figure {
    /** Ordinal of the throttling level. */
    LEVEL(Joining.MOST),
    USAGE_PERCENT(Joining.MOST),
    /** Connections borrowed. */
    IN_USE(Joining.MOST),
    /** Connections open and not borrowed. */
    IDLE(Joining.LEAST),
    /** Callers that wait for a permit. */
    WAITING(Joining.MOST),
    /** Callers that can be in flight at once. */
    CAPACITY(Joining.LAST),
    /** The gate's permits. */
    LIMIT(Joining.LAST),
    /** Of the callers whose wait ended within the tick, in vain or not; unknown where there was none. */
    WAIT_P50_MS(Joining.MOST),
    WAIT_P99_MS(Joining.MOST),
    /** Callers within the tick. */
    ADMITTED(Joining.SUM),
    REJECTED(Joining.SUM),
    /** Those of the rejected that waited in vain. */
    TIMED_OUT(Joining.SUM),
    /** The probe's round trip; unknown where the database did not answer. */
    LATENCY_MS(Joining.MOST);

    private final Joining joining;

    Figure(Joining joining) {
        this.joining = joining;
    }

    /** Two into one, the later one second; unknown only where both are. */
    double join(double earlier, double later) {
        if (Double.isNaN(earlier) || Double.isNaN(later)) {
            return Double.isNaN(later) ? earlier : later;
        }
        return switch (joining) {
            case MOST -> Math.max(earlier, later);
            case LEAST -> Math.min(earlier, later);
            case LAST -> later;
            case SUM -> earlier + later;
        };
    }

    private enum Joining {
        MOST,
        LEAST,
        LAST,
        SUM
    }
}
