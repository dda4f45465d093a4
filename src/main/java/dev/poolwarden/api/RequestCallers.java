package dev.poolwarden.api;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/**
 * Knows who borrows inside a request: by its route, and on behalf of the frontend, the user or the address it came from.
 * Elsewhere it asks the next one. Thread-safe.
 */
public final class RequestCallers implements Callers {

    private final Callers next;
    private final RouteNames routes = new RouteNames();

    public RequestCallers(Callers next) {
        this.next = next;
    }

    @Override
    public Caller current() {
        Caller requests = inRequest();
        return requests == null ? next.current() : requests;
    }

    @Override
    public Caller current(long now) {
        Caller requests = inRequest();
        return requests == null ? next.current(now) : requests;
    }

    /** Null outside requests. */
    private Caller inRequest() {
        try {
            ResteasyReactiveRequestContext request = request();
            return request == null ? null : caller(request);
        } catch (RuntimeException e) {
            return null; // the request ended meanwhile, on another thread
        }
    }

    /** Asked for only where a request scope is active: elsewhere the answer would be an exception. */
    private static ResteasyReactiveRequestContext request() {
        ArcContainer container = Arc.container();
        return container != null && container.requestContext().isActive() ? CurrentRequestManager.get() : null;
    }

    private Caller caller(ResteasyReactiveRequestContext request) {
        RuntimeResource resource = request.getTarget();
        // There is none yet where a filter runs before the matching.
        String site = resource == null
                ? next.current().site()
                : routes.of(resource, request.getDeployment().getPrefix());
        return new Caller(site, client(request));
    }

    private static String client(ResteasyReactiveRequestContext request) {
        String frontend = request.serverRequest().getRequestHeader("Poolwarden-Client");
        if (PollingClients.uuid(frontend) != null) {
            return frontend;
        }
        RoutingContext http = request.unwrap(RoutingContext.class);
        String user = user(http);
        return user == null ? address(http.request().remoteAddress()) : user;
    }

    /** Who is signed in already; asking Quarkus for the identity would begin a sign-in. */
    private static String user(RoutingContext http) {
        return http.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().isAnonymous()
                ? user.getSecurityIdentity().getPrincipal().getName()
                : null;
    }

    private static String address(SocketAddress remote) {
        if (remote == null) {
            return null;
        }
        return remote.hostAddress() == null ? remote.toString() : remote.hostAddress();
    }
}
