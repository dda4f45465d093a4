package dev.poolwarden.demo.storm;

import dev.poolwarden.api.ForOperators;
import dev.poolwarden.demo.OnlyWithDemo;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.concurrent.CancellationException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Lets an operator see what the client's rules are good for: the same load without and with them. */
@Path("/api/demo/storm")
@OnlyWithDemo
@ForOperators
@RolesAllowed("operator")
public class StormResource {

    private final Storm storm;

    StormResource(Storm storm) {
        this.storm = storm;
    }

    /** Runs a storm to its end and answers with its table; who goes away meanwhile does not end it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "The same load without and with the client's rules")
    @APIResponse(
            responseCode = "200",
            description = "What both came to",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StormTable.class)))
    @APIResponse(responseCode = "401", description = "A sign-in is needed")
    @APIResponse(responseCode = "403", description = "Only operators may do this")
    @APIResponse(responseCode = "404", description = "The example workload is off")
    @APIResponse(responseCode = "409", description = "A storm runs already")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StormSize.class)))
    public Uni<StormTable> begin(@Valid StormSize wanted) {
        return storm.begin(StormSize.complete(wanted))
                .map(table -> Uni.createFrom().completionStage(table))
                .orElseThrow(() -> new ClientErrorException("A storm runs already", Status.CONFLICT));
    }

    /** Said here, because what nobody maps is a failure, and logged as one. */
    @ServerExceptionMapper
    public Response calledOff(CancellationException e) {
        return HttpProblem.valueOf(Status.SERVICE_UNAVAILABLE, e.getMessage()).toResponse();
    }

    /** How far the running one is. */
    @GET
    @NonBlocking
    @Operation(summary = "Whether a storm runs")
    public RestResponse<StormState> state() {
        return RestResponse.ResponseBuilder.ok(StormState.of(storm.phase()))
                .header("Cache-Control", "no-store")
                .build();
    }
}
