package dev.poolwarden.api;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import java.util.function.LongSupplier;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/**
 * Knows who borrows inside a request: by its route, and on behalf of the frontend, the user or the address it came from.
 * Elsewhere it asks the next one. Thread-safe.
 */
public final class RequestCallers implements Callers {

    private final PresentVisitor present;
    private final Callers next;
    private final LongSupplier nanoTime;
    private final RouteNames routes = new RouteNames();

    /** @param nanoTime a monotonic clock, in ns */
    public RequestCallers(PresentVisitor present, Callers next, LongSupplier nanoTime) {
        this.present = present;
        this.next = next;
        this.nanoTime = nanoTime;
    }

    @Override
    public Caller known(long now) {
        Caller requests = inRequest(now);
        return requests == null ? next.known(now) : requests;
    }

    /** Null outside requests. */
    private Caller inRequest(long now) {
        try {
            ResteasyReactiveRequestContext request = request();
            return request == null ? null : caller(request, now);
        } catch (RuntimeException e) {
            return null; // the request ended meanwhile, on another thread
        }
    }

    /** Asked for only where a request scope is active: elsewhere the answer would be an exception. */
    private static ResteasyReactiveRequestContext request() {
        return PresentVisitor.isPossible() ? CurrentRequestManager.get() : null;
    }

    private Caller caller(ResteasyReactiveRequestContext request, long now) {
        RuntimeResource resource = request.getTarget();
        // There is none yet where a filter runs before the matching.
        String site = resource == null
                ? next.current(now).site()
                : routes.of(resource, request.getDeployment().getPrefix());
        return new Caller(site, present.visitor(nanoTime).client());
    }
}
