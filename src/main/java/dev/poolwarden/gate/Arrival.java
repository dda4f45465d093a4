package dev.poolwarden.gate;

import java.time.Duration;

/**
 * Who comes to the gate, and what it asks for. Immutable; those without a client are made once.
 *
 * @param priority how much the caller matters when permits are short
 * @param client on whose behalf it comes, so that one client never takes all; null for nobody's
 * @param patienceNanos how long it is ready to wait at most, in ns, whatever the settings allow; never negative
 */
public record Arrival(Priority priority, String client, long patienceNanos) {

    public static final Arrival ESSENTIAL = new Arrival(Priority.ESSENTIAL, null, Long.MAX_VALUE);
    public static final Arrival INTERACTIVE = new Arrival(Priority.INTERACTIVE, null, Long.MAX_VALUE);
    public static final Arrival BACKGROUND = new Arrival(Priority.BACKGROUND, null, Long.MAX_VALUE);

    public Arrival {
        if (patienceNanos < 0) {
            throw new IllegalArgumentException(
                    "patience is " + Duration.ofNanos(patienceNanos) + "; allowed is 0 s and more");
        }
    }

    /** Nobody's in particular, as patient as the settings allow. */
    public static Arrival of(Priority priority) {
        return switch (priority) {
            case ESSENTIAL -> ESSENTIAL;
            case INTERACTIVE -> INTERACTIVE;
            case BACKGROUND -> BACKGROUND;
        };
    }
}
