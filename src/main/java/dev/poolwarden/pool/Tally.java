package dev.poolwarden.pool;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What the ledger counts since the start. Written by the ledger, read by anyone. */
final class Tally {

    final LongAdder firstBorrows = new LongAdder();
    final LongAdder created = new LongAdder();
    final LongAdder retired = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder reclaimed = new LongAdder();
    final LongAdder invalid = new LongAdder();
    final LongAdder flushed = new LongAdder();
    final LongAdder reaped = new LongAdder();
    final LongAdder leaks = new LongAdder();
    final LongAdder creationNanos = new LongAdder();
    final LongAccumulator longestCreationNanos = new LongAccumulator(Math::max, 0);
    final LongAdder blockedNanos = new LongAdder();
    final LongAccumulator longestBlockedNanos = new LongAccumulator(Math::max, 0);

    /** @param nanos how long it took to open */
    void created(long nanos) {
        created.increment();
        creationNanos.add(nanos);
        longestCreationNanos.accumulate(nanos);
    }

    /** @param nanos how long a borrower waited inside Agroal */
    void blocked(long nanos) {
        blockedNanos.add(nanos);
        longestBlockedNanos.accumulate(nanos);
    }
}
