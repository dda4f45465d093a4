package dev.poolwarden.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says so where {@code Prefer: wait=} counted: in the answer to a request that asked for a connection, whether or not it got one.
 */
class AppliedPreference {

    private final PresentVisitor present;

    AppliedPreference(PresentVisitor present) {
        this.present = present;
    }

    @ServerResponseFilter
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getHeaderString("Prefer") == null || !PresentVisitor.isPossible()) {
            return;
        }
        Visitor visitor = present.known();
        if (visitor != null && visitor.waitSeconds() != WaitPreference.UNSAID) {
            response.getHeaders().add("Preference-Applied", "wait=" + visitor.waitSeconds());
        }
    }
}
