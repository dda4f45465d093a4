package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Each change of the config, as server-sent events; from memory, on the event loop, for anyone. Quarkus sees to who may ask
 * and how; what is answered is written past it, a buffer that all listeners share.
 */
@Path(Paths.DATABASE + "/events")
public class EventsResource {

    private final EventStreams streams;
    private final PoolMonitor monitor;
    private final ApiSettings settings;

    EventsResource(EventStreams streams, PoolMonitor monitor, ApiSettings settings) {
        this.streams = streams;
        this.monitor = monitor;
        this.settings = settings;
    }

    /** A result only for who is refused: the response of who listens ends when the listener goes, or the application. */
    @GET
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Each change of what frontends must do, as it comes")
    @APIResponse(
            responseCode = "200",
            description = "Events named config, with the throttling config as data, and heartbeat at least every 10 s",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "503", description = "Too many listen; Retry-After says when to come back")
    public Uni<Response> events(
            @Parameter(description = "The id of the last event that was heard; that config is not told again")
                    @HeaderParam("Last-Event-ID")
                    String known,
            @Context RoutingContext http) {
        if (http.request().method() == HttpMethod.HEAD) {
            EventStream.head(http.response()).end();
            return Uni.createFrom().nothing();
        }
        return listens(http, known)
                ? Uni.createFrom().nothing()
                : Uni.createFrom().item(refusal());
    }

    private boolean listens(RoutingContext http, String known) {
        HttpServerRequest request = http.request();
        EventStream stream = new EventStream(
                http.response(),
                (ConnectionBase) request.connection(),
                request.version(),
                http.vertx().getOrCreateContext(),
                known);
        http.addEndHandler(end -> streams.forget(stream));
        return streams.admit(stream);
    }

    /** As a value: what is thrown would be logged, and strangers could fill the log. */
    private Response refusal() {
        ConfigView config = ConfigView.of(monitor.published(), settings.instance());
        return Failures.unavailable(
                        "As many listen as may; poll the throttling config instead", config.pollAfterSeconds(), config)
                .toResponse();
    }

    /** Streams that stay open would use up the time that requests have to end. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        streams.end();
    }
}
