package dev.poolwarden.control;

import dev.poolwarden.breaker.BreakerSnapshot;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reading.PoolReading;
import dev.poolwarden.throttle.ThrottlingConfig;
import java.time.Instant;

/**
 * All that the monitor knows after a tick: the one value that API, metrics and listeners read.
 *
 * @param config what frontends must do
 * @param revision counts changes of {@code config} since the start
 * @param since when the present level was entered
 * @param assessment the judgement behind the config
 * @param reading the sample behind the judgement
 * @param limit why the gate's limit is what it is
 * @param forecast what will be needed
 * @param holders who held what when it was looked at last
 * @param lastCleanup the last cleanup that was no dry run, or null
 */
public record PublishedState(
        ThrottlingConfig config,
        long revision,
        Instant since,
        Assessment assessment,
        PoolReading reading,
        PoolCounts pool,
        Forecast forecast,
        GateSnapshot gate,
        LimitPilot.State limit,
        BreakerSnapshot breaker,
        HolderSample holders,
        CleanupReport lastCleanup) {}
