package dev.poolwarden.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/** An application's own sign-in, by a bearer token or by a cookie; both hold the role, which is enough for a test. */
@Alternative
@ApplicationScoped
public class HostSignIn implements HttpAuthenticationMechanism {

    static final String COOKIE = "session";
    static final String NAME = "grace";

    private static final String BEARER = "Bearer ";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        String authorization = request.request().getHeader("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return identity(authorization.substring(BEARER.length()));
        }
        Cookie cookie = request.request().getCookie(COOKIE);
        return cookie == null ? Uni.createFrom().nullItem() : identity(cookie.getValue());
    }

    private static Uni<SecurityIdentity> identity(String role) {
        return role.equals("forged")
                ? Uni.createFrom().failure(new AuthenticationFailedException())
                : Uni.createFrom()
                        .item(QuarkusSecurityIdentity.builder()
                                .setPrincipal(new QuarkusPrincipal(NAME))
                                .addRole(role)
                                .build());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
