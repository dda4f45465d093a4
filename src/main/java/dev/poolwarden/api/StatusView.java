package dev.poolwarden.api;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.HolderSample;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.control.ServiceTimes.Quantiles;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.DatabaseReading.QueryTimes;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.tasks.TaskFigures;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status on the wire. What is unknown is null, never zero. */
public record StatusView(
        HealthStatus health,
        Instant since,
        List<String> reasons,
        ThrottlingLevel throttlingLevel,
        boolean emergencyModeActive,
        Double usagePercent,
        long sampleAgeMs,
        Pool pool,
        GateView gate,
        Breaker breaker,
        Database database,
        long connectionErrors,
        long acquireTimeouts,
        Times holdMs,
        Queries queryMs,
        Holders holders,
        CleanupView lastCleanup,
        PollingClients.Figures clients,

        @Schema(maxItems = 101, description = "Background tasks that have been due so far, by name")
        List<Task> tasks) {

    /** Connections. */
    public record Pool(
            int size,
            int maxOverflow,
            int established,
            int inUse,
            int idle,
            Double reusePercent,
            long created,
            long retired,
            long reclaimed,

            @Schema(
                    description =
                            "connections that will be needed a few seconds from now; size + max_overflow at the most",
                    nullable = true,
                    minimum = "0",
                    maximum = "2000")
            Integer forecast,

            @Schema(description = "of those created, the ones that the forecast asked for", minimum = "0")
            long prewarmed) {}

    /** Circuit breaker. */
    public record Breaker(BreakerState state, double failurePercent, long opened) {}

    /** What the last probe found. */
    public record Database(
            boolean reachable,

            Double latencyMs,
            Integer maxConnections,
            Integer usedConnections,
            List<ApplicationUse> byApplication,

            @Schema(
                    description =
                            "connections that the server has room for, those that are open included; size + max_overflow at the most",
                    nullable = true,
                    minimum = "0",
                    maximum = "2000")
            Integer fits,

            @Schema(
                    description = "whose limit leaves the least room; null behind a pooler in transaction mode",
                    nullable = true,
                    enumeration = {"server", "database", "role"})
            String limitedBy,

            @Schema(
                    description = "what that limit leaves to ordinary roles, in connections",
                    nullable = true,
                    minimum = "0")
            Integer limit,

            @Schema(description = "what others use of it, in connections", nullable = true, minimum = "0")
            Integer usedByOthers,

            @Schema(
                    description = "what is left free of it for others, in connections",
                    nullable = true,
                    minimum = "0",
                    maximum = "1000")
            Integer leftFree,

            @Schema(
                    description = "whether it takes no writes, as a standby does; null where it cannot be reached",
                    nullable = true)
            Boolean readOnly) {}

    /** Quantiles since the start, in ms. */
    public record Times(double p50, double p99, double max) {}

    /**
     * Connections held when they were looked at last, by what the server says of them; {@code unknown} where it says nothing.
     *
     * @param reclaimable those held without working for longer than their limit
     * @param suspected how many such holds there were since the start
     * @param reclaimPossible false behind a pooler that shares the server's processes, and while that is not known
     */
    public record Holders(
            int held,
            int working,
            int idle,
            int idleInTransaction,
            int unknown,
            int reclaimable,
            long oldestMs,
            long suspected,
            boolean reclaimPossible) {}

    /** A background task since the start. */
    public record Task(
            @Schema(description = "Its identity, or Class.method")
            String task,

            @Schema(description = "Whether it is held back at present")
            boolean heldBack,

            @Schema(minimum = "0", description = "Due runs let through")
            long runs,

            @Schema(minimum = "0", description = "Due runs left out")
            long skipped,

            @Schema(minimum = "0", description = "Due runs that waited for better health")
            long delayed,

            @Schema(minimum = "0", description = "Of the runs, those because the longest pause was over")
            long overdueRuns,

            @Schema(minimum = "0", nullable = true, description = "Since the last run began; null before the first")
            Long lastRunMsAgo) {}

    /** Statements since the last probe, in ms; {@code max} since the server's statistics began. */
    public record Queries(long calls, double mean, double max) {}

    static StatusView of(
            PublishedState state,
            ServiceTimes times,
            PollingClients.Figures clients,
            List<TaskFigures> tasks,
            long now) {
        return new StatusView(
                state.config().health(),
                state.since(),
                state.config().reasons().stream().map(Reason::code).toList(),
                state.config().level(),
                state.config().emergencyModeActive(),
                tenths(state.reading().usagePercent()),
                Duration.ofNanos(Math.max(0, now - state.reading().at())).toMillis(),
                pool(state),
                GateView.of(state, times),
                new Breaker(
                        state.breaker().state(),
                        tenths(state.breaker().failurePercent()),
                        state.breaker().opened()),
                database(state),
                state.pool().connectionErrors(),
                state.gate().timedOut(),
                times.holds().map(StatusView::times).orElse(null),
                queries(state),
                holders(state.holders()),
                state.lastCleanup() == null
                        ? null
                        : CleanupView.of(state.lastCleanup()).forAnyone(),
                clients,
                tasks.stream().map(StatusView::task).toList());
    }

    private static Pool pool(PublishedState state) {
        var pool = state.pool();
        return new Pool(
                pool.size(),
                pool.maxOverflow(),
                pool.established(),
                pool.inUse(),
                pool.idle(),
                tenths(pool.reusePercent()),
                pool.created(),
                pool.retired(),
                pool.reclaimed(),
                boxed(state.forecast().connections()),
                state.forecast().prewarmed());
    }

    private static Database database(PublishedState state) {
        if (state.reading().database() instanceof Reachable here) {
            Optional<Fit.Limit> limit = here.fit().flatMap(Fit::tightest);
            return new Database(
                    true,
                    hundredths(here.latency().toNanos() / 1e6),
                    boxed(here.maxConnections()),
                    boxed(here.usedConnections()),
                    here.byApplication(),
                    here.fit().map(Fit::fits).orElse(null),
                    limit.map(each -> each.scope().code()).orElse(null),
                    limit.map(Fit.Limit::usable).orElse(null),
                    limit.map(Fit.Limit::others).orElse(null),
                    limit.map(Fit.Limit::leftFree).orElse(null),
                    here.readOnly());
        }
        return new Database(false, null, null, null, null, null, null, null, null, null, null);
    }

    private static Holders holders(HolderSample sample) {
        return new Holders(
                sample.held().size(),
                sample.count(Activity.WORKING),
                sample.count(Activity.IDLE),
                sample.count(Activity.IDLE_IN_TRANSACTION),
                sample.count(Activity.UNKNOWN) + sample.count(Activity.GONE),
                sample.reclaimable(),
                sample.oldestMillis(),
                sample.suspected(),
                sample.census().ownBackends());
    }

    private static Task task(TaskFigures task) {
        return new Task(
                task.task(),
                task.heldBack(),
                task.runs(),
                task.skipped(),
                task.delayed(),
                task.overdueRuns(),
                boxed(task.sinceLastRunMillis()));
    }

    private static Queries queries(PublishedState state) {
        return state.reading().database() instanceof Reachable here
                ? here.queryTimes().map(StatusView::queries).orElse(null)
                : null;
    }

    private static Queries queries(QueryTimes times) {
        return new Queries(times.calls(), hundredths(times.meanMillis()), hundredths(times.maxMillis()));
    }

    static Times times(Quantiles quantiles) {
        return new Times(hundredths(quantiles.p50()), hundredths(quantiles.p99()), hundredths(quantiles.max()));
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static Double tenths(OptionalDouble value) {
        return value.isPresent() ? tenths(value.getAsDouble()) : null;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
