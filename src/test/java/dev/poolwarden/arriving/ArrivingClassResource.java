package dev.poolwarden.arriving;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All routes of it are background, but for one; in tests only. */
@Path("/test/arriving-class")
@AdmissionPriority(Priority.BACKGROUND)
public class ArrivingClassResource {

    private final Arrivals arrivals;

    ArrivingClassResource(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    @GET
    @Operation(hidden = true)
    public Seen background() {
        return Seen.now(arrivals);
    }

    @GET
    @Path("essential")
    @AdmissionPriority(Priority.ESSENTIAL)
    @Operation(hidden = true)
    public Seen essential() {
        return Seen.now(arrivals);
    }
}
