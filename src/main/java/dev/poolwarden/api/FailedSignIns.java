package dev.poolwarden.api;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords: each attempt reserves its turn, and after failures from its address a turn comes no sooner
 * than a delay after the one reserved before it. The delay doubles from 100 ms with each attempt since the first failure to
 * 5 s; a success forgets the address, and so do 15 minutes without a failure. Who would wait longer than 10 s gets no turn.
 * Remembers 10 000 addresses at the most, those that failed last. Times are monotonic, in ns. Thread-safe.
 */
@Singleton
class FailedSignIns {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final long FIRST_DELAY = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_DELAY = Duration.ofSeconds(5).toNanos();
    private static final int DOUBLINGS = 6; // beyond them it is the longest anyway
    private static final int MOST = 10_000;

    /**
     * When an attempt may be checked.
     *
     * @param granted whether it may at all
     * @param delay until it may; without a turn, until another attempt would be checked at once
     */
    record Turn(boolean granted, Duration delay) {}

    /**
     * What is known of an address. An attempt counts as soon as its turn is reserved, or many at once would all be short of
     * the delays that each of them earns the others.
     */
    private record History(int failures, int attempts, long lastTurn, long lastFailure) {

        History failed(long now) {
            return new History(failures + 1, Math.max(attempts, failures + 1), lastTurn, now);
        }

        History reserved(long turn) {
            return new History(failures, attempts + 1, turn, lastFailure);
        }

        long delay() {
            return Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(DOUBLINGS, attempts - 1));
        }
    }

    private final Map<String, History> records =
            new LinkedHashMap<>(); // longest without a failure first; guarded by this

    /** Reserves the turn of the next attempt from an address, unless it would be too far off. */
    synchronized Turn reserve(String address, long now) {
        forgetOld(now);
        History known = records.get(address);
        if (known == null) {
            return new Turn(true, Duration.ZERO);
        }
        long wait = Math.max(0, known.lastTurn() + known.delay() - now);
        boolean granted = wait <= LONGEST_WAIT.toNanos();
        if (granted) {
            records.replace(address, known.reserved(now + wait));
        }
        return new Turn(granted, Duration.ofNanos(wait));
    }

    /** Notes that an attempt was wrong; returns how many in a row were, from this address. */
    synchronized int failed(String address, long now) {
        forgetOld(now);
        History known = records.remove(address);
        History failed = (known == null ? new History(0, 0, now, now) : known).failed(now);
        records.put(address, failed);
        return failed.failures();
    }

    /** Forgets what was wrong before. */
    synchronized void succeeded(String address) {
        records.remove(address);
    }

    private void forgetOld(long now) {
        Iterator<History> oldest = records.values().iterator();
        while (oldest.hasNext()
                && (now - oldest.next().lastFailure() > FORGOTTEN_AFTER.toNanos() || records.size() > MOST)) {
            oldest.remove();
        }
    }
}
