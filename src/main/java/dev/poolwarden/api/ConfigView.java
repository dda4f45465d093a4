package dev.poolwarden.api;

import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.throttle.ThrottlingConfig;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The throttling config on the wire; in snake_case, as every JSON of the API. The bounds are what the settings allow; the
 * browser's client refuses what is outside of them.
 */
@Schema(description = "What frontends must do now; the budget is for one browser, all its tabs together")
public record ConfigView(
        @Schema(required = true, description = "The level that the budget belongs to")
        ThrottlingLevel throttlingLevel,

        @Schema(required = true, minimum = "1", maximum = "10", description = "Requests under way at once")
        int maxConcurrentRequests,

        @Schema(required = true, minimum = "5", maximum = "100", description = "Requests started in any minute")
        int maxRequestsPerMinute,

        @Schema(required = true, minimum = "100", maximum = "2000", description = "Milliseconds between two starts")
        int requestDelayMs,

        @Schema(required = true, description = "Whether requests are kept from the database altogether")
        boolean circuitBreakerOpen,

        @Schema(required = true, description = "Whether only what is essential may be asked")
        boolean emergencyModeActive,

        @Schema(required = true, description = "The pool's health in one word")
        HealthStatus health,

        @Schema(required = true, description = "Why, as codes without figures, hardest first; more may come")
        List<String> reasons,

        @Schema(required = true, minLength = 1, description = "Which run of the server says so; another one is newer")
        String instance,

        @Schema(
                required = true,
                minimum = "0",
                description = "Grows when another member changes; compares within an instance")
        long revision,

        @Schema(required = true, minimum = "1", maximum = "3600", description = "Seconds until the next poll")
        int pollAfterSeconds,

        @Schema(
                required = true,
                minimum = "1",
                maximum = "86400",
                description = "Seconds for which to obey without news")
        int validForSeconds,

        @Schema(
                required = true,
                minimum = "0",
                maximum = "3600",
                description = "Seconds until what was refused makes sense again; 0 at NORMAL")
        int retryAfterSeconds) {

    static ConfigView of(PublishedState state, String instance) {
        ThrottlingConfig config = state.config();
        return new ConfigView(
                config.level(),
                config.budget().maxConcurrentRequests(),
                config.budget().maxRequestsPerMinute(),
                config.budget().requestDelayMs(),
                config.circuitBreakerOpen(),
                config.emergencyModeActive(),
                config.health(),
                config.reasons().stream().map(Reason::code).toList(),
                instance,
                state.revision(),
                config.pollAfterSeconds(),
                config.validForSeconds(),
                config.retryAfterSeconds());
    }

    /** The same for the same config, so that an ETag repeats. */
    String tag() {
        return instance + "-" + revision;
    }
}
