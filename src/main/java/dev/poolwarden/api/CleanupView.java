package dev.poolwarden.api;

import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A cleanup on the wire.
 *
 * @param by who asked; null where not everybody may know
 * @param reason why; null where not everybody may know
 * @param failure why it broke off; null when it did not
 * @param cooldownSeconds time between two of them; null where it is only told about
 */
@Schema(
        description = "What was planned and done",
        requiredProperties = {
            "id",
            "at",
            "mode",
            "dry_run",
            "by",
            "reason",
            "plan",
            "spared",
            "outcome",
            "failure",
            "before",
            "after",
            "cooldown_seconds"
        })
public record CleanupView(
        @Schema(description = "Counts cleanups since the start")
        long id,

        @Schema(description = "When it ended") Instant at,

        @Schema(enumeration = {"idle", "leaked", "graceful", "all", "automatic"})
        String mode,

        boolean dryRun,

        @Schema(nullable = true, description = "Who asked; null where not everybody may know")
        String by,

        @Schema(nullable = true, description = "Why; null where not everybody may know")
        String reason,

        List<Step> plan,
        List<Spared> spared,
        Outcome outcome,

        @Schema(nullable = true, description = "Why it broke off; null when it did not")
        String failure,

        Counts before,
        Counts after,

        @Schema(
                nullable = true,
                minimum = "0",
                description = "Seconds between two cleanups; null where it is only told about")
        Long cooldownSeconds) {

    /** One connection of the plan; who holds it is for operators, and null for an idle one. */
    @Schema(requiredProperties = {"pid", "evidence", "action", "borrowed", "idle_ms", "holder"})
    public record Step(
            int pid,

            @Schema(enumeration = {"surplus", "dead", "replaced", "leaked", "idle_in_transaction", "demanded"})
            String evidence,

            @Schema(enumeration = {"retire", "reclaim", "cut"})
            String action,

            boolean borrowed,

            @Schema(nullable = true, description = "Milliseconds since it was given back; null while borrowed")
            Long idleMs,

            @Schema(
                    implementation = HolderView.class,
                    nullable = true,
                    description = "Who has it, for operators; null for an idle one")
            HolderView holder) {}

    /** One that was looked at and left alone; who holds it is for operators. */
    @Schema(requiredProperties = {"pid", "why", "holder"})
    public record Spared(
            int pid,

            @Schema(enumeration = {"working", "within_limit", "no_evidence", "shared_backend", "beyond_max"})
            String why,

            @Schema(
                    implementation = HolderView.class,
                    nullable = true,
                    description = "Who has it, for operators; null for an idle one")
            HolderView holder) {}

    /** What became of the plan; every connection of it is counted once. */
    @Schema(requiredProperties = {"retired", "reclaimed", "pending", "spared"})
    public record Outcome(int retired, int reclaimed, int pending, int spared) {}

    /** The pool at one instant. */
    @Schema(
            description = "Connections",
            requiredProperties = {"established", "in_use", "idle"})
    public record Counts(int established, int inUse, int idle) {}

    static CleanupView of(CleanupReport report) {
        return new CleanupView(
                report.id(),
                report.at(),
                report.request().mode().code(),
                report.request().dryRun(),
                report.request().by().name(),
                report.request().reason(),
                report.plan().steps().stream().map(CleanupView::step).toList(),
                report.plan().spared().stream().map(CleanupView::spared).toList(),
                outcome(report.outcome()),
                report.failure(),
                counts(report.before()),
                counts(report.after()),
                null);
    }

    CleanupView withCooldown(long seconds) {
        return new CleanupView(
                id, at, mode, dryRun, by, reason, plan, spared, outcome, failure, before, after, seconds);
    }

    /** The same without what only operators may know: who asked and why, and who holds what. */
    CleanupView forAnyone() {
        return new CleanupView(
                id,
                at,
                mode,
                dryRun,
                null,
                null,
                plan.stream()
                        .map(each -> new Step(
                                each.pid(), each.evidence(), each.action(), each.borrowed(), each.idleMs(), null))
                        .toList(),
                spared.stream()
                        .map(each -> new Spared(each.pid(), each.why(), null))
                        .toList(),
                outcome,
                failure,
                before,
                after,
                cooldownSeconds);
    }

    private static Step step(CleanupPlan.Step step) {
        PooledConnection connection = step.connection();
        return new Step(
                connection.pid(),
                step.evidence().code(),
                step.action().code(),
                connection.borrowed(),
                connection.borrowed() ? null : connection.idleMillis(),
                holder(connection, step.evidence()));
    }

    private static Spared spared(CleanupPlan.Spared spared) {
        return new Spared(spared.connection().pid(), spared.why().code(), holder(spared.connection(), null));
    }

    private static HolderView holder(PooledConnection connection, Evidence evidence) {
        return connection.borrowed() ? HolderView.of(connection, evidence) : null;
    }

    private static Outcome outcome(CleanupOutcome outcome) {
        return new Outcome(outcome.retired(), outcome.reclaimed(), outcome.pending(), outcome.spared());
    }

    private static Counts counts(PoolCounts counts) {
        return new Counts(counts.established(), counts.inUse(), counts.idle());
    }
}
