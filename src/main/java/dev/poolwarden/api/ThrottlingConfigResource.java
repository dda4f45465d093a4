package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** What frontends must do now; from memory, on the event loop, for anyone. */
@Path(Paths.DATABASE + "/throttling-config")
public class ThrottlingConfigResource {

    private final PoolMonitor monitor;
    private final ApiSettings settings;
    private final PollingClients clients;

    ThrottlingConfigResource(PoolMonitor monitor, ApiSettings settings, PollingClients clients) {
        this.monitor = monitor;
        this.settings = settings;
        this.clients = clients;
    }

    /** The config, or 304 for who knows it. The ETag changes only when something in it does. */
    @GET
    @NonBlocking
    @Operation(summary = "What frontends must do now")
    @APIResponse(
            responseCode = "200",
            description =
                    "The config; ETag repeats while it does, RateLimit-Policy says the same in the IETF draft's words",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConfigView.class)))
    @APIResponse(responseCode = "304", description = "The config is the one named in If-None-Match")
    public RestResponse<ConfigView> config(
            @HeaderParam("If-None-Match") String known, @HeaderParam("Poolwarden-Client") String client) {
        ConfigView config = ConfigView.of(monitor.published(), settings.instance());
        clients.polled(client, config.revision(), System.nanoTime());
        EntityTag tag = new EntityTag(config.tag());
        return (isKnown(known, config.tag())
                        ? ResponseBuilder.<ConfigView>create(Status.NOT_MODIFIED)
                        : ResponseBuilder.ok(config))
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("RateLimit-Policy", policy(config))
                .build();
    }

    /** RFC 9110, 13.1.2: any of a list, weak or not, or an asterisk. */
    private static boolean isKnown(String known, String tag) {
        return known != null
                && (known.trim().equals("*")
                        || Arrays.stream(known.split(","))
                                .anyMatch(each ->
                                        each.trim().replaceFirst("^W/", "").equals("\"" + tag + "\"")));
    }

    /** As draft-ietf-httpapi-ratelimit-headers has it: a quota for a window of a minute, and one of requests under way. */
    private static String policy(ConfigView config) {
        return "\"requests\";q=%d;w=60, \"concurrency\";q=%d;qu=\"concurrent-requests\""
                .formatted(config.maxRequestsPerMinute(), config.maxConcurrentRequests());
    }
}
