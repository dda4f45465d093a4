package dev.poolwarden.demo;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Stands before the pages under {@code /examples}, which are in the jar but there only while the example workload is. */
class ExamplePages {

    /** Before Quarkus' routes to static files, which are numbered from zero, and after all that looks at every request. */
    private static final int SOONER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

    /** The handler of static files decodes slashes, which the router does not. */
    private static final String PAGES = "(?:/|%2[fF])+examples(?:(?:/|%2[fF]).*)?";

    private final DemoConfig config;

    ExamplePages(DemoConfig config) {
        this.config = config;
    }

    void guard(@Observes Router router) {
        router.routeWithRegex(PAGES).order(SOONER).handler(this::admit);
    }

    private void admit(RoutingContext request) {
        if (config.enabled()) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(404)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("status", 404)
                        .put("title", "Not Found")
                        .put("detail", DemoSwitch.OFF)
                        .encode());
    }
}
