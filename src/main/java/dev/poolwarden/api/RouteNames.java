package dev.poolwarden.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;

/** What routes are called, {@code POST /chat/{id}}: put together once for each, for at most 1 000 of them. Thread-safe. */
final class RouteNames {

    private static final int MOST = 1_000;

    private final Map<RuntimeResource, String> names = new ConcurrentHashMap<>();

    /** @param prefix what the addresses of all resources begin with; empty, or with a slash in front and none at the end */
    String of(RuntimeResource resource, String prefix) {
        String known = names.get(resource);
        return known == null ? remembered(resource, name(resource, prefix)) : known;
    }

    private String remembered(RuntimeResource resource, String name) {
        if (names.size() < MOST) {
            names.put(resource, name);
        }
        return name;
    }

    /** What leads to a sub-resource is there for any method; the request's own one could be any word. */
    private static String name(RuntimeResource resource, String prefix) {
        String method = resource.getHttpMethod() == null ? "*" : resource.getHttpMethod();
        return method + " " + path(resource, prefix);
    }

    private static String path(RuntimeResource resource, String prefix) {
        String method = template(resource.getPath());
        if (resource.getClassPath() == null) {
            // A sub-resource does not know who led to it.
            return "..." + method + " (" + resource.getResourceClass().getSimpleName() + ")";
        }
        String path = prefix + template(resource.getClassPath()) + method;
        return path.isEmpty() ? "/" : path;
    }

    /** With a slash in front and none at the end. */
    private static String template(URITemplate path) {
        String template = path.template;
        return template.endsWith("/") ? template.substring(0, template.length() - 1) : template;
    }
}
