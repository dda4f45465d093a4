package dev.poolwarden.api;

import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.PlannedRetirement;
import java.time.Instant;
import java.util.List;

/** A cleanup on the wire; {@code cooldown_seconds} is null where it is only told about. */
public record CleanupView(
        long id,
        Instant at,
        String mode,
        boolean dryRun,
        List<Step> plan,
        Outcome outcome,
        Counts before,
        Counts after,
        Long cooldownSeconds) {

    /** One connection of the plan. */
    public record Step(int pid, String evidence, boolean borrowed, long idleMs) {}

    /** How many connections went, and how many go when they come back. */
    public record Outcome(int retired, int pending) {}

    /** The pool at one instant. */
    public record Counts(int established, int inUse, int idle) {}

    static CleanupView of(CleanupReport report, Long cooldownSeconds) {
        return new CleanupView(
                report.id(),
                report.at(),
                report.request().mode().code(),
                report.request().dryRun(),
                report.plan().stream().map(CleanupView::step).toList(),
                new Outcome(report.retired(), report.pending()),
                counts(report.before()),
                counts(report.after()),
                cooldownSeconds);
    }

    private static Step step(PlannedRetirement planned) {
        return new Step(planned.pid(), planned.evidence().code(), planned.borrowed(), planned.idleMillis());
    }

    private static Counts counts(PoolCounts counts) {
        return new Counts(counts.established(), counts.inUse(), counts.idle());
    }
}
