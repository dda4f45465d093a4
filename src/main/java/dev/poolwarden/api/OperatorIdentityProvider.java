package dev.poolwarden.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets the configured operators in; their passwords are checked on the operators' own threads, after failures from the same
 * address not at once. Who signed in before passes without waiting.
 */
@Singleton
class OperatorIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.sign-in");
    private static final int WORTH_A_WARNING = 5; // failures; nobody mistypes as often without noticing

    private final ApiSettings settings;
    private final OperatorThreads threads;
    private final FailedSignIns failed;
    private final RememberedSignIns remembered = new RememberedSignIns();

    OperatorIdentityProvider(ApiSettings settings, OperatorThreads threads, FailedSignIns failed) {
        this.settings = settings;
        this.threads = threads;
        this.failed = failed;
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
        String address = address(request);
        FailedSignIns.Turn turn = failed.reserve(address, System.nanoTime());
        return turn.granted()
                ? threads.checkPassword(turn.delay(), () -> check(name, password, address))
                : Uni.createFrom().failure(tooMany(turn.delay()));
    }

    private static AuthenticationFailedException tooMany(Duration delay) {
        return new AuthenticationFailedException(
                new TooManySignInsException(delay.plusMillis(999).toSeconds()));
    }

    private static String address(UsernamePasswordAuthenticationRequest request) {
        RoutingContext http = HttpSecurityUtils.getRoutingContextAttribute(request);
        return http == null
                ? ClientAddress.UNKNOWN
                : ClientAddress.of(http.request().remoteAddress());
    }

    private SecurityIdentity check(String name, char[] password, String address) {
        if (!settings.operators().accept(name, password)) {
            if (failed.failed(address, System.nanoTime()) == WORTH_A_WARNING) {
                LOG.warnf("%d failed sign-ins in a row from %s; more are slowed", WORTH_A_WARNING, address);
            }
            throw new AuthenticationFailedException("Wrong name or password");
        }
        failed.succeeded(address);
        remembered.remember(name, password);
        return operator(name);
    }

    private static SecurityIdentity operator(String name) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(Operators.ROLE)
                .build();
    }
}
