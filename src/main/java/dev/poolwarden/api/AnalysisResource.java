package dev.poolwarden.api;

import dev.poolwarden.analysis.Recollection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** What stands out, and what to do about it; from memory, on the event loop, for operators: it names clients and call sites. */
@Path(Paths.DATABASE + "/analysis")
@ForOperators
@RolesAllowed(Operators.ROLE)
public class AnalysisResource {

    private final Recollection recollection;

    AnalysisResource(Recollection recollection) {
        this.recollection = recollection;
    }

    @GET
    @NonBlocking
    @Operation(summary = "Findings, the weightiest first, with remedies; and what the next minutes will ask for")
    public RestResponse<AnalysisView> analysis() {
        var view = AnalysisView.of(recollection.analysis(), Instant.now(), System.nanoTime());
        return RestResponse.ResponseBuilder.ok(view)
                .header("Cache-Control", "no-store")
                .build();
    }
}
