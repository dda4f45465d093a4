package dev.poolwarden.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;

/**
 * Refuses what is wrong with a request before anybody looks at it, in the form of all other problems: a body that says itself
 * that it is too long, which Quarkus would refuse without a word, and a Host that is none, which would fill the log.
 */
class HttpEdge {

    /** Before everything that looks at the request. */
    private static final int FIRST = 1_000;

    private final long longest;
    private final Map<String, String> headers = new HashMap<>();

    HttpEdge(VertxHttpConfig config) {
        longest = config.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        config.header().forEach((name, header) -> headers.put(name, header.value()));
        config.filter().values().forEach(filter -> headers.putAll(filter.header()));
    }

    void refuse(@Observes Filters filters) {
        filters.register(this::refuse, FIRST);
    }

    private void refuse(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > longest) {
            answer(
                    request,
                    413,
                    "Request Entity Too Large",
                    "The body has %s bytes; allowed are %d".formatted(length, longest));
        } else {
            request.next();
        }
    }

    /**
     * Vert.x fails such a request before any handler sees it, also those that add the configured headers, and Quarkus would
     * log it as a failure of ours.
     */
    void refuseImpossibleHosts(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(request -> {
            if (request.statusCode() == 400 && request.failure() instanceof VertxException) {
                request.response().headers().addAll(headers);
                answer(request, 400, "Bad Request", "The Host header is missing or names no host");
            } else {
                request.next();
            }
        });
    }

    private static void answer(RoutingContext request, int status, String title, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(new JsonObject()
                        .put("status", status)
                        .put("title", title)
                        .put("detail", detail)
                        .encode());
    }
}
