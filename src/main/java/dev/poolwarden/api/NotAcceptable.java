package dev.poolwarden.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.Response.Status;

/** Says what may be accepted; the framework's own message speaks of annotations. */
@ApplicationScoped
public class NotAcceptable implements ProblemPostProcessor {

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return context.cause instanceof NotAcceptableException
                ? HttpProblem.valueOf(
                        Status.NOT_ACCEPTABLE, "This is application/json; the Accept header asks for something else")
                : problem;
    }
}
