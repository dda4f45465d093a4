package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What who is no operator hears: 401 where a sign-in would help, 403 where there is nobody to sign in as, 429 where
 * too many were wrong. */
@Singleton
public class Refusals {

    /** Of two mappers for one exception the lower counts; the problem extension registers its own with 999. */
    static final int SOONER_THAN_OTHERS = 500;

    private final ApiSettings settings;

    Refusals(ApiSettings settings) {
        this.settings = settings;
    }

    @ServerExceptionMapper(value = UnauthorizedException.class, priority = SOONER_THAN_OTHERS)
    public Response nobody(UnauthorizedException e) {
        return signIn("An operator's sign-in is needed");
    }

    @ServerExceptionMapper(value = AuthenticationFailedException.class, priority = SOONER_THAN_OTHERS)
    public Response stranger(AuthenticationFailedException e) {
        return e.getCause() instanceof TooManySignInsException tooMany
                ? comeBack(tooMany)
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

    private Response signIn(String detail) {
        if (settings.operators().isEmpty()) {
            return HttpProblem.valueOf(
                            Status.FORBIDDEN,
                            "No operators are configured; poolwarden.operators names them (docs/settings.md)")
                    .toResponse();
        }
        return HttpProblem.builder()
                .withStatus(Status.UNAUTHORIZED)
                .withTitle(Status.UNAUTHORIZED.getReasonPhrase())
                .withDetail(detail)
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"poolwarden\", charset=\"UTF-8\"")
                .build()
                .toResponse();
    }
}
