package dev.poolwarden.api;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.function.LongSupplier;

/**
 * Who comes by the present request: found out when first asked for, and then kept as long as the request. Goes wherever the
 * request's scope goes, to other threads too.
 */
@RequestScoped
public class PresentVisitor {

    private final CurrentVertxRequest request;
    private final ApiSettings settings;
    private volatile Visitor visitor; // threads that race for it find out the same

    PresentVisitor(CurrentVertxRequest request, ApiSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /** Whether the scope that this lives in is active; without it, asking is an exception. */
    static boolean isPossible() {
        ArcContainer container = Arc.container();
        return container != null && container.requestContext().isActive();
    }

    /**
     * Null where the scope is not that of an HTTP request.
     *
     * @param nanoTime a monotonic clock, in ns; asked the first time alone
     */
    Visitor visitor(LongSupplier nanoTime) {
        Visitor known = visitor;
        if (known == null) {
            RoutingContext http = request.getCurrent();
            if (http != null) {
                known = Visitor.of(http, settings.trustPriority(), nanoTime.getAsLong());
                visitor = known;
            }
        }
        return known;
    }

    /** As {@link #visitor}, but null where nobody has asked for it. */
    Visitor known() {
        return visitor;
    }
}
