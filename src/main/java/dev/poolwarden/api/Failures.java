package dev.poolwarden.api;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What a request hears when it fails on the server's side. Who got no connection is told when to come back and how to behave
 * until then; that is an event of the gate, logged there, not here. Anything else is logged with its trace and told nothing.
 */
@Singleton
public class Failures {

    /** How Quarkus names a body that turned out too long while it was read. */
    private static final String TOO_LARGE = "Request too large";

    /** A chain of causes may be a circle. */
    private static final int DEEPEST = 50;

    private final PoolMonitor monitor;
    private final ApiSettings settings;
    private final CurrentVertxRequest request;

    Failures(PoolMonitor monitor, ApiSettings settings, CurrentVertxRequest request) {
        this.monitor = monitor;
        this.settings = settings;
        this.request = request;
    }

    /** Libraries wrap what the DataSource throws, so the whole chain of causes counts. */
    @ServerExceptionMapper(
            value = {Exception.class, Throwable.class, InvalidDefinitionException.class},
            priority = Refusals.SOONER_THAN_OTHERS)
    public Response failed(Throwable failure, UriInfo uri) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof DatabaseAccessException refused) {
                return unavailable(sentence(refused), refused.retryAfterSeconds())
                        .toResponse();
            }
            if (cause instanceof ConnectionReclaimedException reclaimed) {
                int whenAllMayCome = monitor.published().config().retryAfterSeconds();
                return unavailable(
                                "The request's database connection was taken back: " + reclaimed.reason(),
                                Math.max(1, whenAllMayCome))
                        .toResponse();
            }
            if (cause instanceof RejectedExecutionException) {
                return unavailable("Too much is asked at once", 1).toResponse();
            }
            if (cause instanceof IOException && TOO_LARGE.equals(cause.getMessage())) {
                // Without a body: Quarkus has answered already, and another one would end up in the log as a failure.
                return Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build();
            }
        }
        if (failure instanceof IOException && isGone()) {
            return Response.status(Status.BAD_REQUEST).build();
        }
        HttpProblem problem = HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR);
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(problem, ProblemContext.of(failure, uri))
                .toResponse();
    }

    /**
     * Whether who asks went away in the middle of it: hears nothing any more, and is no failure of ours to be logged. The
     * response may not know yet what the channel knows.
     */
    private boolean isGone() {
        RoutingContext http = request.getCurrent();
        return http != null
                && (http.response().closed()
                        || http.request().connection() instanceof ConnectionBase connection
                                && !connection.channel().isOpen());
    }

    /** The gate's own words hold figures only; the driver's would tell anybody the database's host and user. */
    private static String sentence(DatabaseAccessException refused) {
        if (refused instanceof PermitRejectedException) {
            return refused.getMessage();
        }
        return switch (Trouble.of(refused.getSQLState(), refused.getMessage())) {
            case AWAY -> "The database cannot be reached";
            case FULL -> "The database grants no further connection";
            case LOGIN_REFUSED -> "The database does not let the application in";
        };
    }

    private HttpProblem unavailable(String detail, int retryAfterSeconds) {
        return unavailable(detail, retryAfterSeconds, ConfigView.of(monitor.published(), settings.instance()));
    }

    /** Whoever is turned away is told how to behave until it is over. */
    static HttpProblem unavailable(String detail, int retryAfterSeconds, ConfigView config) {
        return HttpProblem.builder()
                .withStatus(Status.SERVICE_UNAVAILABLE)
                .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
                .withDetail(detail)
                .withHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                .with("config", config)
                .build();
    }
}
