package dev.poolwarden.demo.storm;

import dev.poolwarden.demo.Hold;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How large a storm somebody wants; every member is optional, and so is the body. */
public record StormSize(
        @Schema(defaultValue = "5", description = "Tabs, about 20 requests at once each") @Min(1) @Max(20)
        Integer tabs,

        @Schema(defaultValue = "20", description = "How long each of the two halves takes") @Min(1) @Max(60)
        Integer seconds,

        @Schema(defaultValue = "50", description = "How long a request holds its connection") @Min(1) @Max(Hold.MOST_MS)
        Integer holdMs) {

    private static final StormSize USUAL = new StormSize(5, 20, 50);

    /** What was left out is as usual. */
    static StormSize complete(StormSize wanted) {
        return wanted == null
                ? USUAL
                : new StormSize(
                        wanted.tabs == null ? USUAL.tabs : wanted.tabs,
                        wanted.seconds == null ? USUAL.seconds : wanted.seconds,
                        wanted.holdMs == null ? USUAL.holdMs : wanted.holdMs);
    }
}
