package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps the pages of other sites from changing anything in an operator's name: a browser that knows the operator's Basic
 * sign-in adds it to whatever such a page sends, and a POST without a body needs no CORS preflight. Callers that are no browsers
 * send neither header and pass.
 */
public class ForeignPages {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    @ServerRequestFilter
    public Optional<Response> refuse(ContainerRequestContext request, ResourceInfo resource, HttpServerRequest http) {
        boolean foreign = !READING.contains(request.getMethod())
                && isForOperators(resource.getResourceMethod())
                && isForeign(
                        request.getHeaderString("Sec-Fetch-Site"),
                        request.getHeaderString("Origin"),
                        http.authority() == null ? null : http.authority().toString());
        return foreign
                ? Optional.of(HttpProblem.valueOf(Status.FORBIDDEN, "A page of another origin may not do this")
                        .toResponse())
                : Optional.empty();
    }

    private static boolean isForOperators(Method method) {
        return method.isAnnotationPresent(RolesAllowed.class)
                || method.getDeclaringClass().isAnnotationPresent(RolesAllowed.class);
    }

    /**
     * Whether a page of another origin sends this. Browsers send {@code Sec-Fetch-Site} to https and localhost, {@code Origin} with
     * every POST; its scheme is not compared, since a proxy may end TLS in front of us.
     */
    static boolean isForeign(String fetchSite, String origin, String host) {
        if (fetchSite != null) {
            return !OWN.contains(fetchSite);
        }
        return origin != null && !origin.equals("https://" + host) && !origin.equals("http://" + host);
    }
}
