package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.PooledConnection;
import java.sql.SQLException;
import java.util.List;

/** A pool that says what it is told and does whatever is planned, after {@link #whileCleaning}. */
final class FakePool implements ManagedPool {

    static final PoolCounts COUNTS = new PoolCounts(20, 10, 30, 22, 7, 1000, 20, 25, 3, 0, 0, 0);

    /** One idle connection of a pool of none, so that it is surplus. */
    static final PooledConnection SURPLUS =
            new PooledConnection(4711, null, 60_000, new Backend(Backend.Activity.IDLE, 1, 1, 60_000, null, null));

    volatile PoolCounts counts = COUNTS;
    volatile int cleanups;
    volatile int questions;
    volatile int refills;
    volatile int recoveries;
    volatile int expected;
    volatile long prewarmed;
    volatile Runnable whileCleaning = () -> {};
    volatile Runnable whileCounting = () -> {};
    volatile SQLException broken;
    volatile Census census = new Census(0, true, List.of(SURPLUS));

    void grants(int connections) {
        counts = new PoolCounts(20, 10, connections, Math.min(22, connections), 0, 1000, 20, 25, 3, 0, 0, 0);
    }

    @Override
    public PoolCounts counts() {
        return counts;
    }

    @Override
    public void refill() {
        refills++;
    }

    @Override
    public void expect(int connections) {
        expected = connections;
    }

    @Override
    public long prewarmed() {
        return prewarmed;
    }

    @Override
    public void recovered() {
        recoveries++;
    }

    @Override
    public Census census() throws SQLException {
        whileCounting.run();
        questions++;
        if (broken != null) {
            throw broken;
        }
        return census;
    }

    @Override
    public Census blindCensus() {
        return new Census(
                census.size(),
                census.ownBackends(),
                census.connections().stream()
                        .map(each ->
                                new PooledConnection(each.pid(), each.holder(), each.idleMillis(), Backend.UNKNOWN))
                        .toList());
    }

    @Override
    public CleanupOutcome cleanUp(CleanupPlan plan) {
        cleanups++;
        whileCleaning.run();
        int retired = plan.steps(Action.RETIRE).size();
        return new CleanupOutcome(retired, plan.steps().size() - retired, 0, 0);
    }
}
