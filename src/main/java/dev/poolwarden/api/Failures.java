package dev.poolwarden.api;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.gate.DatabaseAccessException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What a request hears when it fails on the server's side. Who got no connection is told when to come back and how to behave
 * until then; that is an event of the gate, logged there, not here. Anything else is logged with its trace and told nothing.
 */
@Singleton
public class Failures {

    private final PoolMonitor monitor;
    private final ApiSettings settings;

    Failures(PoolMonitor monitor, ApiSettings settings) {
        this.monitor = monitor;
        this.settings = settings;
    }

    /** Libraries wrap what the DataSource throws, so the whole chain of causes counts. */
    @ServerExceptionMapper(value = Exception.class, priority = Refusals.SOONER_THAN_OTHERS)
    public Response failed(Exception failure, UriInfo uri) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseAccessException refused) {
                return unavailable(refused.getMessage(), refused.retryAfterSeconds())
                        .toResponse();
            }
            if (cause instanceof RejectedExecutionException) {
                return unavailable("Too many operators ask at once", 1).toResponse();
            }
        }
        HttpProblem problem = HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR);
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(problem, ProblemContext.of(failure, uri))
                .toResponse();
    }

    private HttpProblem unavailable(String detail, int retryAfterSeconds) {
        return HttpProblem.builder()
                .withStatus(Status.SERVICE_UNAVAILABLE)
                .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
                .withDetail(detail)
                .withHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                .with("config", ConfigView.of(monitor.published(), settings.instance()))
                .build();
    }
}
