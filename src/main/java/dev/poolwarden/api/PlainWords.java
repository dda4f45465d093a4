package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Says what is wrong with a request where the framework only repeats its status or speaks of itself. */
@ApplicationScoped
public class PlainWords implements ProblemPostProcessor {

    private static final List<String> SAYING_NOTHING =
            List.of("HTTP ", "Unable to find matching target resource method", "The content-type header value did not");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        String words = words(problem.getStatusCode());
        return words != null && saysNothing(problem.getDetail())
                ? HttpProblem.builder(problem).withDetail(words).build()
                : problem;
    }

    private static boolean saysNothing(String detail) {
        return detail == null || SAYING_NOTHING.stream().anyMatch(detail::startsWith);
    }

    private static String words(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path";
            case 405 -> "This path does not take this method";
            case 415 -> "The body must be application/json, and its Content-Type must say so";
            default -> null;
        };
    }
}
