package dev.poolwarden.telemetry;

import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reclaim.CleanupMode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts cleanups that were no dry runs, by mode and how they ended; every series is there from the start. Thread-safe. */
public final class CleanupMetrics implements MeterBinder {

    private final EventLog log;
    private final Map<CleanupMode, LongAdder> done = counters();
    private final Map<CleanupMode, LongAdder> failed = counters();

    /** @param log hears of every cleanup, dry runs too */
    public CleanupMetrics(EventLog log) {
        this.log = log;
    }

    private static Map<CleanupMode, LongAdder> counters() {
        Map<CleanupMode, LongAdder> counters = new EnumMap<>(CleanupMode.class);
        for (CleanupMode mode : CleanupMode.values()) {
            counters.put(mode, new LongAdder());
        }
        return counters;
    }

    public void ended(CleanupReport report) {
        if (!report.request().dryRun()) {
            var counters = report.failure() == null ? done : failed;
            counters.get(report.request().mode()).increment();
        }
        log.cleanup(report);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        done.forEach((mode, count) -> counter(registry, mode, "done", count));
        failed.forEach((mode, count) -> counter(registry, mode, "failed", count));
    }

    private static void counter(MeterRegistry registry, CleanupMode mode, String result, LongAdder count) {
        FunctionCounter.builder("poolwarden.cleanups", count, LongAdder::sum)
                .description("Cleanups that were no dry runs")
                .tag("mode", mode.code())
                .tag("result", result)
                .register(registry);
    }
}
