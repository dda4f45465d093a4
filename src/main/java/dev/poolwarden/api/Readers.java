package dev.poolwarden.api;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Keeps the dashboard's figures to operators where the setting says so; else nobody is asked who he is. */
public class Readers {

    private final ApiSettings settings;
    private final CurrentIdentityAssociation identities;

    Readers(ApiSettings settings, CurrentIdentityAssociation identities) {
        this.settings = settings;
        this.identities = identities;
    }

    @ForReaders
    @ServerRequestFilter
    public Uni<Response> admit() {
        return settings.anonymousDashboard()
                ? Uni.createFrom().nullItem()
                : identities.getDeferredIdentity().map(Readers::admit);
    }

    private static Response admit(SecurityIdentity identity) {
        if (identity.hasRole(Operators.ROLE)) {
            return null;
        }
        throw identity.isAnonymous() ? new UnauthorizedException() : new ForbiddenException();
    }
}
