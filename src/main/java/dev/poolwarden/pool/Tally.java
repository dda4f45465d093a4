package dev.poolwarden.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the ledger counts; all but {@code inUse} since the start. Written by the ledger, read by anyone. */
final class Tally {

    final AtomicInteger inUse = new AtomicInteger();
    final LongAdder borrowed = new LongAdder();
    final LongAdder firstBorrows = new LongAdder();
    final LongAdder created = new LongAdder();
    final LongAdder retired = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder reclaimed = new LongAdder();
}
