package dev.poolwarden.demo.storm;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether a storm runs, and how far it is. */
public record StormState(
        @Schema(required = true, description = "Whether one runs")
        boolean running,

        @Schema(
                required = true,
                enumeration = {"idle", "without_rules", "recovering", "with_rules"},
                description = "What it does now")
        String phase) {

    static StormState of(StormPhase phase) {
        return new StormState(phase != StormPhase.IDLE, phase.code());
    }
}
