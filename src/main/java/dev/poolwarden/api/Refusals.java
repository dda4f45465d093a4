package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.BasicAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What who is no operator hears: 401 where a sign-in would help, ours or the host application's; 403 where there is nobody to
 * sign in as; 429 where too many were wrong.
 */
@Singleton
public class Refusals {

    /** Of two mappers for one exception the lower counts; the problem extension registers its own with 999. */
    static final int SOONER_THAN_OTHERS = 500;

    private static final ChallengeData OURS = new ChallengeData(
            Status.UNAUTHORIZED.getStatusCode(),
            HttpHeaders.WWW_AUTHENTICATE,
            "Basic realm=\"poolwarden\", charset=\"UTF-8\"");
    /** For scripts of pages: at "Basic" a browser would ask its user by itself, and remember what no sign-out ends. */
    private static final ChallengeData FOR_PAGES = new ChallengeData(
            Status.UNAUTHORIZED.getStatusCode(), HttpHeaders.WWW_AUTHENTICATE, "X-Basic realm=\"poolwarden\"");

    private static final ChallengeData BARE = new ChallengeData(Status.UNAUTHORIZED.getStatusCode());

    private final ApiSettings settings;
    private final HttpAuthenticator authenticator;
    private final CurrentVertxRequest request;
    private final boolean hostSignsIn;

    Refusals(
            ApiSettings settings,
            HttpAuthenticator authenticator,
            CurrentVertxRequest request,
            @Any Instance<HttpAuthenticationMechanism> mechanisms) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.request = request;
        this.hostSignsIn = mechanisms.stream().anyMatch(each -> !(each instanceof BasicAuthenticationMechanism));
    }

    @ServerExceptionMapper(value = UnauthorizedException.class, priority = SOONER_THAN_OTHERS)
    public Uni<Response> nobody(UnauthorizedException e) {
        return signIn("A sign-in is needed");
    }

    @ServerExceptionMapper(value = AuthenticationFailedException.class, priority = SOONER_THAN_OTHERS)
    public Uni<Response> stranger(AuthenticationFailedException e) {
        return e.getCause() instanceof TooManySignInsException tooMany
                ? Uni.createFrom().item(comeBack(tooMany))
                : signIn("Wrong name or password");
    }

    private static Response comeBack(TooManySignInsException e) {
        return HttpProblem.builder()
                .withStatus(Status.TOO_MANY_REQUESTS)
                .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
                .withDetail(e.getMessage())
                .withHeader(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds())
                .build()
                .toResponse();
    }

    @ServerExceptionMapper(value = ForbiddenException.class, priority = SOONER_THAN_OTHERS)
    public Response notAnOperator(ForbiddenException e) {
        return HttpProblem.valueOf(Status.FORBIDDEN, "Only operators may do this")
                .toResponse();
    }

    private Uni<Response> signIn(String detail) {
        if (hostSignsIn) {
            return authenticator
                    .getChallenge(request.getCurrent())
                    .map(challenge -> challenge(challenge == null ? BARE : challenge, detail));
        }
        return Uni.createFrom().item(settings.operators().isEmpty() ? nobodyToSignInAs() : challenge(ours(), detail));
    }

    private ChallengeData ours() {
        return request.getCurrent().request().getHeader("X-Requested-With") == null ? OURS : FOR_PAGES;
    }

    private static Response nobodyToSignInAs() {
        return HttpProblem.valueOf(
                        Status.FORBIDDEN,
                        "No operators are configured; poolwarden.operators names them (docs/settings.md)")
                .toResponse();
    }

    /** The status may be a way to the sign-in, too: a redirect, as OpenID Connect has it. */
    private static Response challenge(ChallengeData challenge, String detail) {
        Status status = Status.fromStatusCode(challenge.status);
        HttpProblem.Builder problem = HttpProblem.builder()
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(detail);
        challenge.getHeaders().forEach((name, value) -> problem.withHeader(name.toString(), value));
        return problem.build().toResponse();
    }
}
