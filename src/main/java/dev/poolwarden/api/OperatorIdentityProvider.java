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
    private final RememberedSignIns remembered = new RememberedSignIns();

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
        String name = request.getUsername();
        char[] password = request.getPassword().getPassword();
        if (remembered.knows(name, password)) {
            return Uni.createFrom().item(operator(name));
        }
        return threads.checkPassword(() -> {
            if (!settings.operators().accept(name, password)) {
                throw new AuthenticationFailedException("Wrong name or password");
            }
            remembered.remember(name, password);
            return operator(name);
        });
    }

    private static SecurityIdentity operator(String name) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(Operators.ROLE)
                .build();
    }
}
