package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.pressure.HealthStatus;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pool in the words of a pool between two sizes, as dashboards of other stacks read it; from memory, for anyone. */
@Path("/api/health")
public class ApiHealthResource {

    /** The pool's health at a time. */
    public record ApiHealth(HealthStatus status, Database database, Instant timestamp) {}

    /** Connections. */
    public record Database(int size, int idleConnections, int maxSize, int minSize, HealthStatus status) {}

    private final PoolMonitor monitor;

    ApiHealthResource(PoolMonitor monitor) {
        this.monitor = monitor;
    }

    @GET
    @NonBlocking
    @Operation(summary = "The pool, in the words of a pool between two sizes")
    public ApiHealth health() {
        var state = monitor.published();
        var pool = state.pool();
        HealthStatus health = state.config().health();
        int most = pool.size() + pool.maxOverflow();
        return new ApiHealth(
                health,
                new Database(pool.established(), pool.idle(), most, pool.size(), health),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
