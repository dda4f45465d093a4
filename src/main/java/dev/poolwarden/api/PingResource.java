package dev.poolwarden.api;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** For load balancers: answers as long as the process does. */
@Path("/api/v1/health/ping")
public class PingResource {

    /** The whole answer. */
    public record Pong(String status) {}

    @GET
    @NonBlocking
    public Pong ping() {
        return new Pong("ok");
    }
}
