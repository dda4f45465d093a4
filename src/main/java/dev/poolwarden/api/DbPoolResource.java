package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.pressure.HealthStatus;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pool in the words of a pool with overflow, as dashboards of other stacks read it; from memory, for anyone. */
@Path("/health/db-pool")
public class DbPoolResource {

    /** Connections, and the pool's health. */
    public record PoolHealth(
            int poolSize, int checkedIn, int checkedOut, int overflow, int total, HealthStatus status) {}

    private final PoolMonitor monitor;

    DbPoolResource(PoolMonitor monitor) {
        this.monitor = monitor;
    }

    @GET
    @NonBlocking
    @Operation(summary = "The pool, in the words of a pool with overflow")
    public PoolHealth pool() {
        var state = monitor.published();
        var pool = state.pool();
        return new PoolHealth(
                pool.size(),
                pool.idle(),
                pool.inUse(),
                Math.max(0, pool.established() - pool.size()),
                pool.established(),
                state.config().health());
    }
}
