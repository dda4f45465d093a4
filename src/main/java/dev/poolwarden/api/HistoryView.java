package dev.poolwarden.api;

import dev.poolwarden.control.Figure;
import dev.poolwarden.control.History;
import dev.poolwarden.control.Mark;
import dev.poolwarden.control.Samples;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The history on the wire: columns of one length, oldest first. What is unknown is null, never zero. */
@Schema(description = "The last ticks, joined into steps of the wall clock, in columns of one length, oldest first")
public record HistoryView(
        @Schema(required = true, minLength = 1, description = "Which run of the server says so")
        String instance,

        @Schema(required = true, minimum = "1000", maximum = "300000", description = "Length of a step")
        long stepMs,

        @Schema(required = true, description = "What the indices in level mean, mildest first")
        List<ThrottlingLevel> levels,

        @Schema(
                required = true,
                minItems = 3,
                maxItems = 3,
                description = "Usage in percent from which each of them but the mildest begins")
        List<Double> thresholdsPercent,

        @Schema(
                required = true,
                maxItems = History.MOST,
                description = "When the last sample of each step was taken, in ms since 1970; ascending")
        long[] atMs,

        @Schema(required = true, description = "Index into levels, the worst")
        Column level,

        @Schema(required = true, description = "Demand over capacity, the most")
        Column usagePercent,

        @Schema(required = true, description = "Connections borrowed, the most")
        Column inUse,

        @Schema(required = true, description = "Connections open and not borrowed, the least")
        Column idle,

        @Schema(required = true, description = "Callers waiting, the most")
        Column waiting,

        @Schema(required = true, description = "Callers that can be in flight at once, the last")
        Column capacity,

        @Schema(required = true, description = "The gate's permits, the last")
        Column limit,

        @Schema(required = true, description = "Of the callers whose wait ended, the worst sample; null where none did")
        Column waitP50Ms,

        @Schema(required = true, description = "The same") Column waitP99Ms,

        @Schema(required = true, description = "Callers admitted within the step")
        Column admitted,

        @Schema(required = true, description = "Callers rejected within it")
        Column rejected,

        @Schema(required = true, description = "Those of them that waited in vain")
        Column timedOut,

        @Schema(
                required = true,
                description = "The probe's round trip, the worst; null where the database did not answer")
        Column latencyMs,

        @Schema(required = true, maxItems = 200, description = "What happened meanwhile, oldest first")
        List<PlotMark> marks) {

    private static final List<ThrottlingLevel> LEVELS = List.of(ThrottlingLevel.values());

    /** A transition of the breaker, or a cleanup that was no dry run. */
    public record PlotMark(
            @Schema(required = true, minimum = "0", description = "In ms since 1970")
            long atMs,

            @Schema(
                    required = true,
                    enumeration = {"breaker", "cleanup"})
            String kind,

            @Schema(required = true, description = "The breaker's new state, or the cleanup's mode")
            String what) {

        private static PlotMark of(Mark mark) {
            return new PlotMark(mark.at(), mark.kind().name().toLowerCase(Locale.ROOT), mark.what());
        }
    }

    static HistoryView of(String instance, PressureSettings pressure, long stepMs, Samples steps, List<Mark> marks) {
        return new HistoryView(
                instance,
                stepMs,
                LEVELS,
                List.of(pressure.moderate(), pressure.high(), pressure.critical()),
                steps.at(),
                new Column(steps.column(Figure.LEVEL)),
                new Column(steps.column(Figure.USAGE_PERCENT)),
                new Column(steps.column(Figure.IN_USE)),
                new Column(steps.column(Figure.IDLE)),
                new Column(steps.column(Figure.WAITING)),
                new Column(steps.column(Figure.CAPACITY)),
                new Column(steps.column(Figure.LIMIT)),
                new Column(steps.column(Figure.WAIT_P50_MS)),
                new Column(steps.column(Figure.WAIT_P99_MS)),
                new Column(steps.column(Figure.ADMITTED)),
                new Column(steps.column(Figure.REJECTED)),
                new Column(steps.column(Figure.TIMED_OUT)),
                new Column(steps.column(Figure.LATENCY_MS)),
                marks.stream().map(PlotMark::of).toList());
    }
}
