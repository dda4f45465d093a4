package dev.poolwarden.api;

import dev.poolwarden.api.StatusView.Times;
import dev.poolwarden.control.LimitChange;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.gate.Rejection.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The gate on the wire. */
public record GateView(
        @Schema(minimum = "1", maximum = "10000", description = "Permits there are at present")
        int limit,

        @Schema(minimum = "0", maximum = "10000", description = "Permits out")
        int inFlight,

        @Schema(minimum = "0", maximum = "100000", description = "Callers waiting")
        int waiting,

        @Schema(minimum = "0", description = "Callers admitted since the start")
        long admitted,

        @Schema(minimum = "0", description = "Callers rejected since the start")
        long rejected,

        @Schema(nullable = true) Times waitMs,

        @Schema(description = "Why the limit is what it is") String limitReason,

        @Schema(
                minimum = "0",
                description = "Changes of the limit since the start, without trials that were taken back")
        long limitChanged,

        @Schema(maxItems = 10, description = "The last of them, the latest first")
        List<Change> limitChanges,

        @Schema(description = "Callers waiting that hold no permit yet, by priority")
        Backlog backlog,

        @Schema(description = "Callers rejected since the start, by cause")
        Map<String, Long> rejections) {

    /** Callers that wait. */
    public record Backlog(
            @Schema(minimum = "0", maximum = "100000") int essential,

            @Schema(minimum = "0", maximum = "100000") int interactive,

            @Schema(minimum = "0", maximum = "100000") int background) {}

    /** The limit became another one. */
    public record Change(
            Instant at,

            @Schema(minimum = "1", maximum = "10000") int from,

            @Schema(minimum = "1", maximum = "10000") int to,

            String reason) {}

    static GateView of(PublishedState state, ServiceTimes times) {
        GateSnapshot gate = state.gate();
        LimitPilot.State limit = state.limit();
        Map<Priority, Integer> backlog = gate.backlog();
        return new GateView(
                gate.limit(),
                gate.occupancy().inFlight(),
                gate.occupancy().waiting(),
                gate.admitted(),
                gate.rejected(),
                times.waits().map(StatusView::times).orElse(null),
                code(limit.decision().reason()),
                limit.changed(),
                limit.changes().stream().map(GateView::change).toList(),
                new Backlog(
                        backlog.get(Priority.ESSENTIAL),
                        backlog.get(Priority.INTERACTIVE),
                        backlog.get(Priority.BACKGROUND)),
                byCode(gate.rejections()));
    }

    private static Map<String, Long> byCode(Map<Cause, Long> rejections) {
        Map<String, Long> codes = new TreeMap<>();
        rejections.forEach((cause, count) -> codes.put(cause.code(), count));
        return codes;
    }

    private static Change change(LimitChange change) {
        return new Change(change.at(), change.from(), change.to(), code(change.reason()));
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
