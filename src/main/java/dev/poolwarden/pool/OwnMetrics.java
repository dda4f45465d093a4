package dev.poolwarden.pool;

import dev.poolwarden.gate.Gate;
import io.agroal.api.AgroalDataSourceMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What Agroal's metrics say, from our own books: Agroal's are off, since they cost more than all the rest of a checkout, and
 * read zero then, which looks like a healthy pool for ever. Since the start; {@link #reset} does nothing, for the monitor reads
 * the same counters. Thread-safe.
 *
 * @param awaiting threads that wait for a connection to come back
 */
record OwnMetrics(ConnectionLedger ledger, Gate gate, LongSupplier awaiting) implements AgroalDataSourceMetrics {

    private Tally tally() {
        return ledger.tally();
    }

    @Override
    public long creationCount() {
        return tally().created.sum();
    }

    @Override
    public Duration creationTimeAverage() {
        return mean(tally().creationNanos.sum(), creationCount());
    }

    @Override
    public Duration creationTimeMax() {
        return Duration.ofNanos(tally().longestCreationNanos.get());
    }

    @Override
    public Duration creationTimeTotal() {
        return Duration.ofNanos(tally().creationNanos.sum());
    }

    @Override
    public long leakDetectionCount() {
        return tally().leaks.sum();
    }

    @Override
    public long invalidCount() {
        return tally().invalid.sum();
    }

    @Override
    public long flushCount() {
        return tally().flushed.sum();
    }

    @Override
    public long reapCount() {
        return tally().reaped.sum();
    }

    @Override
    public long destroyCount() {
        return tally().retired.sum();
    }

    @Override
    public long activeCount() {
        return ledger.inUse();
    }

    /** Of connections in use, as the interface has it; Agroal's own counts those that are open. */
    @Override
    public long maxUsedCount() {
        return gate.snapshot().occupancy().peakInFlight();
    }

    @Override
    public long availableCount() {
        return ledger.all().stream()
                .filter(each -> !each.dropped && !each.gone && !each.borrowed())
                .count();
    }

    @Override
    public long acquireCount() {
        return ledger.borrows();
    }

    /** Behind the gate, as Agroal measures it; who found an idle connection waited for nothing. */
    @Override
    public Duration blockingTimeAverage() {
        return mean(tally().blockedNanos.sum(), acquireCount());
    }

    @Override
    public Duration blockingTimeMax() {
        return Duration.ofNanos(tally().longestBlockedNanos.get());
    }

    @Override
    public Duration blockingTimeTotal() {
        return Duration.ofNanos(tally().blockedNanos.sum());
    }

    @Override
    public long awaitingCount() {
        return awaiting.getAsLong();
    }

    private static Duration mean(long nanos, long count) {
        return count == 0 ? Duration.ZERO : Duration.ofNanos(nanos / count);
    }
}
