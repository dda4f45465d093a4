package dev.poolwarden.scenario;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What arrived since somebody last said to forget; for browser tests. */
@Path("/test/log")
@Singleton
@NonBlocking
public class RequestLogResource {

    private static final String CONFIG = "/api/v1/health/database/throttling-config";

    private final AtomicReference<RequestLog> log = new AtomicReference<>(new RequestLog());

    RequestLog current() {
        return log.get();
    }

    @GET
    @Operation(hidden = true)
    public RequestLog.Content read() {
        return current().content();
    }

    /** What is still under way ends in the log that it began in, and does not count in the new one. */
    @DELETE
    @Operation(hidden = true)
    public void forget() {
        log.set(new RequestLog());
    }

    @ServerRequestFilter
    void recordPoll(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().equals(CONFIG)) {
            current()
                    .polled(
                            request.getHeaderString("Poolwarden-Client"),
                            request.getHeaderString("If-None-Match"),
                            request.getHeaderString("Sec-Fetch-Site"));
        }
    }
}
