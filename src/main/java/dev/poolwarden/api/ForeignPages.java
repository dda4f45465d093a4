package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps the pages of other sites from changing anything in an operator's name: a browser that knows the operator's Basic
 * sign-in adds it to whatever such a page sends, and so it does with the cookie of an application that signs in by one; a POST
 * without a body needs no CORS preflight. Callers that are no browsers send none of these headers and pass.
 */
public class ForeignPages {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** A page of another origin cannot send these without a preflight, which it does not pass. */
    private static final List<String> ON_PURPOSE = List.of("X-Requested-With", "Poolwarden-Client");

    @ForOperators
    @ServerRequestFilter
    public Optional<Response> refuse(ContainerRequestContext request, HttpServerRequest http) {
        if (READING.contains(request.getMethod())) {
            return Optional.empty();
        }
        if (isForeign(
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                http.authority() == null ? null : http.authority().toString())) {
            return refusal("A page of another origin may not do this");
        }
        return isByCookieAlone(request)
                ? refusal("With a cookie and without Authorization this needs the header X-Requested-With"
                        + " or Poolwarden-Client")
                : Optional.empty();
    }

    private static Optional<Response> refusal(String detail) {
        return Optional.of(HttpProblem.valueOf(Status.FORBIDDEN, detail).toResponse());
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

    /** A browser that says neither where it comes from may still add the cookie to what any page sends. */
    private static boolean isByCookieAlone(ContainerRequestContext request) {
        return request.getHeaderString(HttpHeaders.COOKIE) != null
                && request.getHeaderString(HttpHeaders.AUTHORIZATION) == null
                && ON_PURPOSE.stream().allMatch(name -> request.getHeaderString(name) == null);
    }
}
