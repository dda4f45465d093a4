package dev.poolwarden.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What operators may do. It runs on threads of its own, so that it works while requests have taken all others. */
@Path(Paths.DATABASE)
@ForOperators
@RolesAllowed(Operators.ROLE)
public class OperatorResource {

    private static final Set<CleanupMode> BUILT = Set.of(CleanupMode.IDLE, CleanupMode.GRACEFUL);

    private final CleanupDesk desk;
    private final RecentConnectionTest test;
    private final OperatorThreads threads;
    private final SharedRun<Answer> cleanup;
    private final SecurityIdentity identity;
    private final ObjectMapper mapper;

    OperatorResource(
            CleanupDesk desk,
            RecentConnectionTest test,
            OperatorThreads threads,
            SecurityIdentity identity,
            ObjectMapper mapper) {
        this.desk = desk;
        this.test = test;
        this.threads = threads;
        this.cleanup = new SharedRun<>(threads.database(), Duration.ZERO, System::nanoTime);
        this.identity = identity;
        this.mapper = mapper;
    }

    /** Takes connections back. Works without a body and without a Content-Type, too. */
    @POST
    @Path("/force-cleanup")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Take connections back")
    @APIResponse(
            responseCode = "200",
            description = "What was planned and done; the running one's where one runs",
            content = @Content(schema = @Schema(implementation = CleanupView.class)))
    @APIResponse(responseCode = "413", description = "The body is too long")
    @APIResponse(responseCode = "415", description = "The body is no JSON")
    @APIResponse(
            responseCode = "429",
            description = "The last cleanup was moments ago; Retry-After says when the next may be")
    @APIResponse(responseCode = "501", description = "The mode is not built yet")
    @APIResponse(
            responseCode = "503",
            description = "The database did not answer; Retry-After and config say what to do")
    @RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CleanupBody.class)))
    public Uni<CleanupView> forceCleanup(byte[] json, @Context HttpHeaders headers) throws IOException {
        requireJson(headers.getMediaType());
        CleanupRequest request =
                CleanupBody.read(json, mapper).request(identity.getPrincipal().getName());
        if (!BUILT.contains(request.mode())) {
            throw new UnsupportedOperationException("mode \"%s\" is not built yet; idle and graceful are"
                    .formatted(request.mode().code()));
        }
        return threads.outcome(() -> cleanup.ask(() -> cleanUp(request))).map(this::view);
    }

    private Answer cleanUp(CleanupRequest request) throws InterruptedException, DatabaseAccessException {
        try {
            return desk.ask(request);
        } catch (SQLException e) {
            throw new DatabaseAccessException("The server did not answer the cleanup", e.getSQLState(), 5, e);
        }
    }

    /** Here, and not thrown as a problem: a problem of the server's side would be logged as an error of ours. */
    @ServerExceptionMapper
    Response notBuilt(UnsupportedOperationException e) {
        return HttpProblem.valueOf(Status.NOT_IMPLEMENTED, e.getMessage()).toResponse();
    }

    private static void requireJson(MediaType type) {
        if (type != null && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw HttpProblem.valueOf(Status.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json, or absent");
        }
    }

    private CleanupView view(Answer answer) {
        long cooldown = desk.cooldown().toSeconds();
        if (answer instanceof Answer.CoolingDown cooling) {
            long left = Math.max(1, cooling.left().plusMillis(999).toSeconds());
            throw HttpProblem.builder()
                    .withStatus(Status.TOO_MANY_REQUESTS)
                    .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
                    .withDetail("The last cleanup was less than %d s ago; wait %d s, or set override_cooldown"
                            .formatted(cooldown, left))
                    .withHeader(HttpHeaders.RETRY_AFTER, left)
                    .build();
        }
        return CleanupView.of(((Answer.Done) answer).report(), cooldown);
    }

    /** One round trip outside the pool; within a second of the last one, that one's answer. */
    @GET
    @Path("/connection-test")
    @Operation(summary = "One round trip to the database outside the pool")
    public Uni<RecentConnectionTest.Result> connectionTest() {
        return threads.outcome(test::result);
    }
}
