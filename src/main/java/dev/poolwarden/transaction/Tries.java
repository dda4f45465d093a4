package dev.poolwarden.transaction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tries of one call: after each that failed, whether there is another one, and when. For one thread. */
final class Tries {

    /** Stack traces are large; the latest failures tell enough. */
    private static final int MOST_REMEMBERED = 5;

    /** What else speaks for and against another try; null where nothing does. */
    record Verdict(Conflict conflict, Duration pause, GaveUp gaveUp) {

        /** Whether there was a conflict at all; whatever else fails is the caller's, without a word from us. */
        boolean isConflict() {
            return conflict != null;
        }

        boolean retries() {
            return pause != null;
        }
    }

    private static final Verdict NO_CONFLICT = new Verdict(null, null, null);

    private final RetrySettings settings;
    private final RandomGenerator random;
    private final long start;
    private final Deque<Throwable> before = new ArrayDeque<>();
    private int failed;

    /** @param now monotonic, in ns, as in all that follows */
    Tries(RetrySettings settings, RandomGenerator random, long now) {
        this.settings = settings;
        this.random = random;
        this.start = now;
    }

    /** @param obstacle what forbids another try, whatever the settings say; null if nothing does */
    Verdict failed(Failure failure, GaveUp obstacle, long now) {
        failed++;
        Optional<Conflict> conflict = failure.conflict();
        if (conflict.isEmpty()) {
            return NO_CONFLICT;
        }
        GaveUp reason = obstacle == null && failed >= settings.maxTries() ? GaveUp.MAX_TRIES : obstacle;
        if (reason != null) {
            return new Verdict(conflict.get(), null, reason);
        }
        Duration pause = Backoff.pause(settings, failed, random);
        if (elapsed(now).plus(pause).compareTo(settings.maxTime()) > 0) {
            return new Verdict(conflict.get(), null, GaveUp.MAX_TIME);
        }
        remember(failure.error());
        return new Verdict(conflict.get(), pause, null);
    }

    private void remember(Throwable error) {
        before.add(error);
        if (before.size() > MOST_REMEMBERED) {
            before.remove();
        }
    }

    int count() {
        return failed;
    }

    Duration elapsed(long now) {
        return Duration.ofNanos(Math.max(0, now - start));
    }

    /** For the last failure; does not hold that one itself, which would make its chain a circle. */
    RetryHistory history(Throwable last, GaveUp reason, long now) {
        List<Throwable> others = before.stream().filter(each -> each != last).toList();
        return new RetryHistory(reason, failed, elapsed(now), others);
    }
}
