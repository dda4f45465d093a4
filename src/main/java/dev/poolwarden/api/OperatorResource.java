package dev.poolwarden.api;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.PoolMonitor;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** What operators may look at. What asks the database runs on threads of its own; the rest is answered from memory. */
@Path(Paths.DATABASE)
@ForOperators
@RolesAllowed(Operators.ROLE)
public class OperatorResource {

    /** Past cleanups, the latest first. */
    public record AuditView(List<CleanupView> cleanups) {}

    private final CleanupDesk desk;
    private final PoolMonitor monitor;
    private final RecentConnectionTest test;
    private final OperatorThreads threads;

    OperatorResource(CleanupDesk desk, PoolMonitor monitor, RecentConnectionTest test, OperatorThreads threads) {
        this.desk = desk;
        this.monitor = monitor;
        this.test = test;
        this.threads = threads;
    }

    /** One round trip outside the pool; within a second of the last one, that one's answer. */
    @GET
    @Path("/connection-test")
    @Operation(summary = "One round trip to the database outside the pool")
    public Uni<RecentConnectionTest.Result> connectionTest() {
        return threads.outcome(test::result);
    }

    /** Who holds a connection, and how the application's places use them. */
    @GET
    @Path("/holders")
    @NonBlocking
    @Operation(summary = "Who holds which connection, and what the server says of it")
    public RestResponse<HoldersView> holders() {
        return fresh(HoldersView.of(monitor.published().holders(), System.nanoTime()));
    }

    /** What was cleaned up, by whom and why; the last hundred. */
    @GET
    @Path("/audit")
    @NonBlocking
    @Operation(summary = "Past cleanups")
    public RestResponse<AuditView> audit() {
        return fresh(new AuditView(desk.audit().stream().map(CleanupView::of).toList()));
    }

    private static <T> RestResponse<T> fresh(T body) {
        return RestResponse.ResponseBuilder.ok(body)
                .header("Cache-Control", "no-store")
                .build();
    }
}
