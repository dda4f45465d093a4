package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupMetricsTest {

    private static final PoolCounts COUNTS = new PoolCounts(20, 10, 30, 22, 7, 1000, 20, 25, 3, 0, 0, 0);

    private final CleanupMetrics metrics = new CleanupMetrics(new EventLog());
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        metrics.bindTo(registry);
    }

    @Test
    void every_mode_is_there_before_its_first_cleanup() {
        for (CleanupMode mode : CleanupMode.values()) {
            assertThat(counted(mode, "done")).isZero();
            assertThat(counted(mode, "failed")).isZero();
        }
    }

    @Test
    void a_cleanup_counts_once_by_its_mode_and_how_it_ended() {
        metrics.ended(report(CleanupMode.LEAKED, false, null));
        metrics.ended(report(CleanupMode.LEAKED, false, "SQLState 08006"));
        metrics.ended(report(CleanupMode.AUTOMATIC, false, null));
        metrics.ended(report(CleanupMode.AUTOMATIC, false, null));

        assertThat(counted(CleanupMode.LEAKED, "done")).isOne();
        assertThat(counted(CleanupMode.LEAKED, "failed")).isOne();
        assertThat(counted(CleanupMode.AUTOMATIC, "done")).isEqualTo(2);
        assertThat(counted(CleanupMode.IDLE, "done")).isZero();
    }

    @Test
    void a_dry_run_cleans_nothing_up() {
        metrics.ended(report(CleanupMode.ALL, true, null));

        assertThat(counted(CleanupMode.ALL, "done")).isZero();
    }

    private double counted(CleanupMode mode, String result) {
        FunctionCounter counter = registry.get("poolwarden.cleanups")
                .tags("mode", mode.code(), "result", result)
                .functionCounter();
        return counter.count();
    }

    private static CleanupReport report(CleanupMode mode, boolean dryRun, String failure) {
        var request = new CleanupRequest(mode, dryRun, "a test", 10, false, By.operator("ada"));
        return new CleanupReport(
                1, Instant.EPOCH, request, CleanupPlan.EMPTY, CleanupOutcome.NOTHING, failure, COUNTS, COUNTS);
    }
}
