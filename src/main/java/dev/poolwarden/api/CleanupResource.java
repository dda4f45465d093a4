package dev.poolwarden.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.CleanupRequest.Kind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Takes connections back, for operators; and for anyone, where the setting allows it, idle ones while health is CRITICAL. That
 * is why the role is asked for here. It runs on threads of its own, so that it works while requests have taken all others.
 */
@Path(Paths.DATABASE + "/force-cleanup")
@PermitAll
@ForOperators
public class CleanupResource {

    /** Who may share one outcome: a cooldown of one kind of asker is none of the other's. */
    private record Askers(Kind kind, boolean coolsDown, boolean dryRun) {}

    private final CleanupDesk desk;
    private final PoolMonitor monitor;
    private final ApiSettings settings;
    private final OperatorThreads threads;
    private final CurrentIdentityAssociation identities;
    private final ObjectMapper mapper;
    private final Map<Askers, SharedRun<Answer>> runs = new ConcurrentHashMap<>();

    CleanupResource(
            CleanupDesk desk,
            PoolMonitor monitor,
            ApiSettings settings,
            OperatorThreads threads,
            CurrentIdentityAssociation identities,
            ObjectMapper mapper) {
        this.desk = desk;
        this.monitor = monitor;
        this.settings = settings;
        this.threads = threads;
        this.identities = identities;
        this.mapper = mapper;
    }

    /** Takes connections back. Works without a body and without a Content-Type, too. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Take connections back")
    @APIResponse(
            responseCode = "200",
            description = "What was planned and done; the running one's where one runs",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CleanupView.class)))
    @APIResponse(responseCode = "401", description = "A sign-in is needed")
    @APIResponse(responseCode = "403", description = "Only operators may do this")
    @APIResponse(responseCode = "413", description = "The body is too long")
    @APIResponse(responseCode = "415", description = "The body is no JSON")
    @APIResponse(
            responseCode = "429",
            description = "The last cleanup was moments ago; Retry-After says when the next may be")
    @APIResponse(
            responseCode = "503",
            description = "The database did not answer; Retry-After and config say what to do")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CleanupBody.class)))
    public Uni<CleanupView> forceCleanup(byte[] json, @Context HttpHeaders headers) {
        return identities.getDeferredIdentity().flatMap(identity -> {
            By by = admit(identity);
            try {
                return answer(read(json, headers.getMediaType(), by));
            } catch (IOException e) {
                return Uni.createFrom().failure(e);
            }
        });
    }

    private Uni<CleanupView> answer(CleanupRequest request) {
        boolean operator = request.by().kind() == Kind.OPERATOR;
        var run = runs.computeIfAbsent(
                new Askers(request.by().kind(), request.coolsDown(), request.dryRun()),
                askers -> new SharedRun<>(threads.database(), Duration.ZERO, System::nanoTime));
        return threads.outcome(() -> run.ask(() -> cleanUp(request))).map(answer -> view(answer, operator));
    }

    private By admit(SecurityIdentity identity) {
        if (identity.hasRole(Operators.ROLE)) {
            return By.operator(identity.getPrincipal().getName());
        }
        if (!identity.isAnonymous()) {
            throw new ForbiddenException();
        }
        boolean critical = monitor.published().config().health() == HealthStatus.CRITICAL;
        if (!settings.anonymousCleanup() || !critical) {
            throw new UnauthorizedException();
        }
        return By.ANYONE;
    }

    private CleanupRequest read(byte[] json, MediaType type, By by) throws IOException {
        if (type != null && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw HttpProblem.valueOf(Status.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json, or absent");
        }
        CleanupRequest request = CleanupBody.read(json, mapper).request(by);
        boolean idleOnly = request.mode() == CleanupMode.IDLE && !request.overrideCooldown();
        if (by.kind() == Kind.ANYONE && !idleOnly) {
            throw new UnauthorizedException();
        }
        return request;
    }

    private Answer cleanUp(CleanupRequest request) throws InterruptedException, DatabaseAccessException {
        try {
            return desk.ask(request);
        } catch (SQLException e) {
            throw new DatabaseAccessException("The server did not answer the cleanup", e.getSQLState(), 5, e);
        }
    }

    private CleanupView view(Answer answer, boolean operator) {
        long cooldown = desk.cooldown().toSeconds();
        if (answer instanceof Answer.CoolingDown cooling) {
            throw tooSoon(cooldown, Math.max(1, cooling.left().plusMillis(999).toSeconds()), operator);
        }
        CleanupView view = CleanupView.of(((Answer.Done) answer).report()).withCooldown(cooldown);
        return operator ? view : view.forAnyone();
    }

    private static HttpProblem tooSoon(long cooldown, long left, boolean operator) {
        String remedy = operator ? ", or set override_cooldown" : "";
        return HttpProblem.builder()
                .withStatus(Status.TOO_MANY_REQUESTS)
                .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
                .withDetail("The last cleanup was less than %d s ago; wait %d s%s".formatted(cooldown, left, remedy))
                .withHeader(HttpHeaders.RETRY_AFTER, left)
                .build();
    }
}
