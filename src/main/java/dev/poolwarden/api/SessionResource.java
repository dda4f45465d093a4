package dev.poolwarden.api;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Tells the dashboard whom the server takes its reader for, and what a sign-in would change. Who sends a wrong password hears 401
 * here as everywhere.
 */
@Path(Paths.DATABASE + "/session")
@PermitAll
public class SessionResource {

    /** Who asks, and what he may. */
    public record SessionView(
            @Schema(nullable = true, description = "The operator's name; null for anybody else")
            String operator,

            @Schema(description = "Whether operators with a name and a password are configured")
            boolean passwords,

            @Schema(description = "Whether the dashboard's figures are for anyone, or for operators alone")
            boolean anonymousDashboard) {}

    private final ApiSettings settings;
    private final CurrentIdentityAssociation identities;

    SessionResource(ApiSettings settings, CurrentIdentityAssociation identities) {
        this.settings = settings;
        this.identities = identities;
    }

    @GET
    @NonBlocking
    @Operation(summary = "Whom the server takes the asker for")
    @APIResponse(responseCode = "200", description = "Who asks, and what he may")
    @APIResponse(responseCode = "401", description = "Wrong name or password")
    @APIResponse(responseCode = "429", description = "Too many failed sign-ins; Retry-After says when to try again")
    public Uni<SessionView> session(@Context HttpServerResponse response) {
        response.putHeader("Cache-Control", "no-store");
        return identities.getDeferredIdentity().map(this::view);
    }

    private SessionView view(SecurityIdentity identity) {
        String operator =
                identity.hasRole(Operators.ROLE) ? identity.getPrincipal().getName() : null;
        return new SessionView(operator, !settings.operators().isEmpty(), settings.anonymousDashboard());
    }
}
