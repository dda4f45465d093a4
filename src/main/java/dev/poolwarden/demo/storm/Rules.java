package dev.poolwarden.demo.storm;

import dev.poolwarden.gate.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When a browser may start a request and poll again, as {@code ui/src/limiter} and {@code ui/src/feed} have it, but for the order
 * of those who wait and for what holds while the server is away. Times are monotonic, in ns. Not thread-safe.
 */
final class Rules {

    /** A minute and what the network may add, as in the client. */
    private static final long WINDOW = Duration.ofMillis(60_500).toNanos();

    /** Ten repetitions are free, then one for ten requests that were taken. */
    private static final int MOST_TOKENS = 100;

    private static final int TOKENS_A_RETRY = 10;
    private static final int MOST_TRIES = 3;
    private static final long LONGEST_POLL_BACKOFF_SECONDS = 60;

    private final Deque<Long> starts = new ArrayDeque<>(); // oldest first, of the last minute only
    private Advice known = Advice.CAUTIOUS;
    private long staleAt;
    private int inFlight;
    private int tokens = MOST_TOKENS;
    private int failedPolls;

    Rules(long now) {
        staleAt = now;
    }

    /** What holds now. */
    Advice advice(long now) {
        return staleAt - now > 0 ? known : known.onceStale();
    }

    /** Takes what the server says, unless it has said something newer. */
    void obey(Advice advice, long now) {
        failedPolls = 0;
        if (staleAt - now <= 0 || !known.isNewerThan(advice)) {
            known = advice;
            staleAt = now + Duration.ofSeconds(advice.validForSeconds()).toNanos();
        }
    }

    void pollFailed() {
        failedPolls++;
    }

    /** Time until the next poll, before it is spread; after failures 2, 4, 8 ... 60 s. */
    Duration pollAfter(long now) {
        Advice advice = advice(now);
        if (failedPolls > 0) {
            return Duration.ofSeconds(Math.min(1L << Math.min(failedPolls, 6), LONGEST_POLL_BACKOFF_SECONDS));
        }
        int usual = advice.pollAfterSeconds();
        return Duration.ofSeconds(
                advice.breakerOpen() ? Math.min(Math.max(advice.retryAfterSeconds(), 1), usual) : usual);
    }

    /** Whether a request may not even wait: with the breaker open none, in an emergency only essential ones. */
    boolean refuse(Priority priority, long now) {
        Advice advice = advice(now);
        return advice.breakerOpen() || advice.emergency() && priority != Priority.ESSENTIAL;
    }

    /**
     * Nanoseconds until one more may start; 0 or less means now, {@link Long#MAX_VALUE} once another one has ended. A lowered
     * limit counts what was started under the old one.
     */
    long startAfter(long now) {
        Advice advice = advice(now);
        if (inFlight >= advice.concurrent()) {
            return Long.MAX_VALUE;
        }
        while (!starts.isEmpty() && now - starts.getFirst() >= WINDOW) {
            starts.removeFirst();
        }
        return Math.max(delay(advice, now), quota(advice, now));
    }

    private long delay(Advice advice, long now) {
        return starts.isEmpty()
                ? 0
                : starts.getLast() - now + Duration.ofMillis(advice.delayMs()).toNanos();
    }

    /** One more fits once fewer than the quota are left. */
    private long quota(Advice advice, long now) {
        int over = starts.size() - advice.perMinute();
        return over < 0 ? 0 : starts.stream().skip(over).findFirst().orElseThrow() - now + WINDOW;
    }

    void started(long now) {
        starts.addLast(now);
        inFlight++;
    }

    /** @param taken whether the server did not turn it away */
    void ended(boolean taken) {
        inFlight--;
        tokens = taken ? Math.min(MOST_TOKENS, tokens + 1) : tokens;
    }

    /** Whether what was turned away may be sent once more; to be asked once for each time. */
    boolean mayRepeat(int tries) {
        if (tries >= MOST_TRIES || tokens < TOKENS_A_RETRY) {
            return false;
        }
        tokens -= TOKENS_A_RETRY;
        return true;
    }
}
