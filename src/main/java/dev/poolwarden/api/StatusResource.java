package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.tasks.TaskGuard;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** The figures behind the level; from memory, on the event loop, for whoever may read the dashboard. */
@Path(Paths.DATABASE + "/status")
@ForReaders
public class StatusResource {

    private final PoolMonitor monitor;
    private final ServiceTimes times;
    private final PollingClients clients;
    private final TaskGuard tasks;

    StatusResource(PoolMonitor monitor, ServiceTimes times, PollingClients clients, TaskGuard tasks) {
        this.monitor = monitor;
        this.times = times;
        this.clients = clients;
        this.tasks = tasks;
    }

    @GET
    @NonBlocking
    @Operation(summary = "The figures behind the level")
    public RestResponse<StatusView> status() {
        var state = monitor.published();
        long now = System.nanoTime();
        return RestResponse.ResponseBuilder.ok(
                        StatusView.of(state, times, clients.figures(state.revision(), now), tasks.figures(), now))
                .header("Cache-Control", "no-store")
                .build();
    }
}
