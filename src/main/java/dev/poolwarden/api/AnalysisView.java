package dev.poolwarden.api;

import dev.poolwarden.analysis.Analysis;
import dev.poolwarden.analysis.Finding;
import dev.poolwarden.analysis.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The analysis on the wire; for operators. */
@Schema(requiredProperties = {"at", "sample_age_ms", "findings", "forecast"})
public record AnalysisView(
        @Schema(description = "When this was answered") Instant at,

        @Schema(minimum = "0", description = "Age of the sample that it is about, in ms")
        long sampleAgeMs,

        @Schema(maxItems = 32, description = "The weightiest first; empty when all is well")
        List<Item> findings,

        @Schema(
                implementation = Forecast.class,
                nullable = true,
                description = "What the next minutes will ask for; null while nothing is known")
        Forecast forecast) {

    /** One finding. */
    @Schema(
            name = "Finding",
            requiredProperties = {"code", "severity", "weight", "title", "evidence", "remedy", "figures"})
    public record Item(
            @Schema(description = "What it is about; a reason of the config, if it explains one")
            String code,

            @Schema(enumeration = {"critical", "warning", "info"})
            String severity,

            @Schema(minimum = "0", maximum = "100", description = "What to look at first")
            double weight,

            @Schema(description = "What is the matter") String title,

            @Schema(description = "What was seen") String evidence,

            @Schema(description = "What to do about it") String remedy,

            @Schema(
                    type = SchemaType.OBJECT,
                    additionalProperties = Double.class,
                    description = "The evidence as numbers by name; what is unknown is left out")
            Map<String, Number> figures) {

        static Item of(Finding finding) {
            return new Item(
                    finding.code(),
                    finding.severity().code(),
                    Math.round(finding.weight() * 10) / 10.0,
                    finding.title(),
                    finding.evidence(),
                    finding.remedy(),
                    finding.numbers());
        }
    }

    /** Callers in flight and waiting, by the mean; each of the times has its number. */
    @Schema(requiredProperties = {"in_seconds", "connections", "capacity"})
    public record Forecast(
            @Schema(minItems = 3, maxItems = 3, description = "From now, in s")
            List<Integer> inSeconds,

            @Schema(
                    minItems = 3,
                    maxItems = 3,
                    description = "Connections that will be needed then; may be above capacity")
            List<Integer> connections,

            @Schema(minimum = "0", maximum = "2000", description = "Connections that can be in use at once at present")
            int capacity) {

        static Forecast of(Outlook outlook) {
            return outlook == null ? null : new Forecast(Outlook.IN_SECONDS, outlook.connections(), outlook.capacity());
        }
    }

    /**
     * @param at the wall clock's time
     * @param now the time of the clock that the analysis has its own from, in ns
     */
    static AnalysisView of(Analysis analysis, Instant at, long now) {
        return new AnalysisView(
                at,
                Duration.ofNanos(Math.max(0, now - analysis.at())).toMillis(),
                analysis.findings().stream().map(Item::of).toList(),
                Forecast.of(analysis.outlook()));
    }
}
