package dev.poolwarden.api;

import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.throttle.ThrottlingConfig;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.util.List;

/** The throttling config on the wire; in snake_case, as every JSON of the API. */
public record ConfigView(
        ThrottlingLevel throttlingLevel,
        int maxConcurrentRequests,
        int maxRequestsPerMinute,
        int requestDelayMs,
        boolean circuitBreakerOpen,
        boolean emergencyModeActive,
        HealthStatus health,
        List<String> reasons,
        String instance,
        long revision,
        int pollAfterSeconds,
        int validForSeconds,
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
