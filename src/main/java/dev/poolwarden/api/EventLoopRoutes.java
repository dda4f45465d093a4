package dev.poolwarden.api;

import io.quarkus.micrometer.runtime.export.handlers.PrometheusHandler;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiHandler;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Answers {@code /q/metrics} and {@code /q/openapi} on the event loop, with Quarkus' own handlers. Quarkus' routes to them need a
 * worker thread, of which there is none left exactly when the metrics matter; all that is read is in memory.
 */
class EventLoopRoutes {

    /** Before the routes that Quarkus makes, which are numbered from zero, and after all that looks at every request. */
    private static final int SOONER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

    void open(@Observes Router router) {
        router.get("/q/metrics").order(SOONER).handler(new PrometheusHandler(false, Optional.empty()));
        router.get("/q/openapi").order(SOONER).handler(new OpenApiHandler(OpenApiFilter.DEFAULT_DOCUMENT_NAME, false));
    }
}
