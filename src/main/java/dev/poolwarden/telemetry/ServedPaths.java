package dev.poolwarden.telemetry;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;

/**
 * Names in the HTTP metrics the path of a refused request only where there is a resource at it. Otherwise whoever asks for a
 * hundred paths that do not exist uses up all names that there may be, and what is served later is not measured.
 */
@Singleton
public final class ServedPaths implements HttpServerMetricsTagsContributor {

    /** Where Quarkus notes the path of the resource that a request reached. */
    private static final String RESOURCE = "UrlPathTemplate";

    @Override
    public Tags contribute(Context request) {
        int status = request.response().statusCode();
        return isServed(request, status) ? Tags.empty() : Tags.of("uri", name(status));
    }

    /** What is no resource but answers well is a page or an endpoint of Quarkus'; only OPTIONS answers well anywhere. */
    private static boolean isServed(Context request, int status) {
        return request.requestContextLocalData(RESOURCE) != null
                || status < 300 && !HttpMethod.OPTIONS.equals(request.request().method());
    }

    /** As Micrometer names them where it cannot be mistaken. */
    private static String name(int status) {
        if (status == 404) {
            return "NOT_FOUND";
        }
        return status / 100 == 3 ? "REDIRECTION" : BoundedTags.OTHER;
    }
}
