package dev.poolwarden.tasks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Spreads the starts of runs that were held back, so that a pool in trouble, or just out of it, is not hit by all at once.
 * Starts are a tenth of the spread apart; where more come than fit, they share the moments. Thread-safe and free of locks.
 */
final class Turns {

    private static final int STARTS = 10;

    private final AtomicLong free;

    /** @param now ns */
    Turns(long now) {
        free = new AtomicLong(now);
    }

    /** How long to wait from {@code now} until the turn that is herewith taken, 0 to less than {@code spread} ns. */
    long take(long spread, long now) {
        long gap = Math.max(1, spread / STARTS);
        long turn = free.getAndUpdate(seen -> Math.max(0, seen - now) + now + gap);
        return Math.max(0, turn - now) % (gap * STARTS);
    }
}
