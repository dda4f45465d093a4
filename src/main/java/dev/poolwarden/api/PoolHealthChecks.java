package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.Reason;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * The pool in {@code /q/health}: UP while the process serves, with the pool's health in the data. An instance that a balancer
 * takes out cannot tell its frontends to slow down.
 */
final class PoolHealthChecks {

    private PoolHealthChecks() {}

    /** Alive as long as the monitor publishes. */
    @Liveness
    @Singleton
    static class Live implements AsyncHealthCheck {

        private final PoolMonitor monitor;

        Live(PoolMonitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public Uni<HealthCheckResponse> call() {
            return Uni.createFrom().item(() -> response(monitor.published(), true));
        }
    }

    /** Ready always, unless a setting makes it follow the database. */
    @Readiness
    @Singleton
    static class Ready implements AsyncHealthCheck {

        private final PoolMonitor monitor;
        private final ApiSettings settings;

        Ready(PoolMonitor monitor, ApiSettings settings) {
            this.monitor = monitor;
            this.settings = settings;
        }

        @Override
        public Uni<HealthCheckResponse> call() {
            return Uni.createFrom().item(() -> {
                PublishedState state = monitor.published();
                return response(
                        state,
                        !settings.readinessFollowsDatabase()
                                || state.reading().database().reachable());
            });
        }
    }

    private static HealthCheckResponse response(PublishedState state, boolean up) {
        return HealthCheckResponse.named("poolwarden")
                .status(up)
                .withData("health", state.config().health().name())
                .withData("throttling_level", state.config().level().name())
                .withData(
                        "reasons",
                        state.config().reasons().stream().map(Reason::code).collect(Collectors.joining(" ")))
                .build();
    }
}
