package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that the resource does not declare: a misspelt one would silently do nothing. */
public class KnownQueryParameters {

    @ServerRequestFilter(priority = 6000) // after whatever decides whether the resource exists at all
    public Optional<Response> refuseUnknown(ContainerRequestContext request, ResourceInfo resource) {
        Set<String> asked = request.getUriInfo().getQueryParameters().keySet();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        // Asked for here and in no helper: this is where Quarkus looks to keep the methods' reflection data in a native
        // image.
        Set<String> known = known(resource.getResourceMethod());
        return asked.stream().filter(name -> !known.contains(name)).findFirst().map(name -> refusal(name, known));
    }

    private static Set<String> known(Method method) {
        return Arrays.stream(method.getParameterAnnotations())
                .flatMap(Arrays::stream)
                .filter(QueryParam.class::isInstance)
                .map(QueryParam.class::cast)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Response refusal(String name, Set<String> known) {
        String allowed = known.isEmpty() ? "none is known here" : "known here: " + String.join(", ", known);
        return HttpProblem.valueOf(Status.BAD_REQUEST, "Unknown query parameter \"%.60s\"; %s".formatted(name, allowed))
                .toResponse();
    }
}
