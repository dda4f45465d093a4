package dev.poolwarden.gate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which priorities come at all: nothing is kept for one that nobody has used for a minute. Callers write it, once a second
 * each at most; the dispatcher reads it.
 */
final class Presence {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

    private final AtomicLongArray seen = new AtomicLongArray(Priority.values().length);
    private volatile boolean nested;

    Presence(long now) {
        for (int i = 0; i < seen.length(); i++) {
            seen.set(i, now - 2 * REMEMBERED);
        }
    }

    /** Takes note of a caller; returns whether shares have to be kept from now on that were not. */
    boolean notice(Priority priority, boolean callerIsNested, long now) {
        boolean news = false;
        if (callerIsNested && !nested) {
            nested = true;
            news = true;
        }
        long before = seen.get(priority.ordinal());
        if (now - before > FRESH) {
            seen.set(priority.ordinal(), now);
            news |= now - before > REMEMBERED;
        }
        return news;
    }

    boolean comes(Priority priority, long now) {
        return now - seen.get(priority.ordinal()) <= REMEMBERED;
    }

    /** Whether a thread that holds a permit has ever asked for another: once is enough to expect it again. */
    boolean nestedCome() {
        return nested;
    }
}
