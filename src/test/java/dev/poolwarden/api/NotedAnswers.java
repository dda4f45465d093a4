package dev.poolwarden.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What was to be answered to requests that nobody waits for any more. */
@Singleton
public class NotedAnswers {

    static final String HEADER = "X-Noted";

    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    @ServerResponseFilter
    public void note(ContainerRequestContext request, ContainerResponseContext response) {
        String name = request.getHeaderString(HEADER);
        if (name != null) {
            statuses.put(name, response.getStatus());
        }
    }

    /** The status for the request that had this name in the header; null as long as there is none. */
    Integer status(String name) {
        return statuses.get(name);
    }
}
