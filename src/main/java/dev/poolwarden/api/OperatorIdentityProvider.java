package dev.poolwarden.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Lets the configured operators in; their passwords are checked on the operators' own threads. */
@Singleton
class OperatorIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final ApiSettings settings;
    private final OperatorThreads threads;

    OperatorIdentityProvider(ApiSettings settings, OperatorThreads threads) {
        this.settings = settings;
        this.threads = threads;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        if (settings.operators().isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return threads.run(() -> {
            String name = request.getUsername();
            if (!settings.operators().accept(name, request.getPassword().getPassword())) {
                throw new AuthenticationFailedException("Wrong name or password");
            }
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(name))
                    .addRole(Operators.ROLE)
                    .build();
        });
    }
}
