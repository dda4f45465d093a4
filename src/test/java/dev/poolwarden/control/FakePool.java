package dev.poolwarden.control;

import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.PlannedRetirement;
import dev.poolwarden.reclaim.PlannedRetirement.Evidence;
import java.util.List;
import java.util.function.Supplier;

/** A pool that says what it is told and retires whatever is planned, after doing {@link #whileRetiring}. */
final class FakePool implements ManagedPool {

    static final PoolCounts COUNTS = new PoolCounts(20, 10, 30, 22, 7, 1000, 20, 25, 3, 0);

    volatile PoolCounts counts = COUNTS;
    volatile int retirements;
    volatile int refills;
    volatile int recoveries;
    volatile Runnable whileRetiring = () -> {};
    volatile Supplier<List<PlannedRetirement>> plan =
            () -> List.of(new PlannedRetirement(4711, Evidence.SURPLUS, false, 60_000));

    void grants(int connections) {
        counts = new PoolCounts(20, 10, connections, Math.min(22, connections), 0, 1000, 20, 25, 3, 0);
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
    public void recovered() {
        recoveries++;
    }

    @Override
    public List<PlannedRetirement> planCleanup(CleanupMode mode, int max) {
        return plan.get().stream().limit(max).toList();
    }

    @Override
    public Retired retire(List<PlannedRetirement> plan) {
        retirements++;
        whileRetiring.run();
        return new Retired(plan.size(), 0);
    }
}
