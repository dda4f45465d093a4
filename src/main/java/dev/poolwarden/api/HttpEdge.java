package dev.poolwarden.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that says itself that it is too long, in the form of all other problems; Quarkus would answer without one. */
class HttpEdge {

    /** Before everything that looks at the request. */
    private static final int FIRST = 1_000;

    private final long longest;

    HttpEdge(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longest) {
        this.longest = longest.asLongValue();
    }

    void refuseLongBodies(@Observes Filters filters) {
        filters.register(this::refuseLongBody, FIRST);
    }

    private void refuseLongBody(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("[0-9]{1,18}") || Long.parseLong(length) <= longest) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(413)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(new JsonObject()
                        .put("status", 413)
                        .put("title", "Request Entity Too Large")
                        .put("detail", "The body has %s bytes; allowed are %d".formatted(length, longest))
                        .encode());
    }
}
