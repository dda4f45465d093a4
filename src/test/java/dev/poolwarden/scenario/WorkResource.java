package dev.poolwarden.scenario;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Work that takes as long as it is told to and needs no database; every request for it is in the log. */
@Path("/test/work")
@NonBlocking
public class WorkResource {

    /** What a request is told when its work is done. */
    record Done(String tab, String key, int ms) {}

    private final RequestLogResource log;

    WorkResource(RequestLogResource log) {
        this.log = log;
    }

    /** @param ms how long it takes, 0..60 000 */
    @GET
    @Operation(hidden = true)
    public Uni<Done> work(
            @QueryParam("tab") String tab,
            @QueryParam("key") String key,
            @QueryParam("ms") int ms,
            @HeaderParam("Poolwarden-Client") String client,
            @HeaderParam("Priority") String priority,
            RoutingContext http) {
        require("ms", ms, 0, 60_000);
        record(tab, client, priority, key, http);
        Uni<Done> done = Uni.createFrom().item(new Done(tab, key, ms));
        return ms == 0 ? done : done.onItem().delayIt().by(Duration.ofMillis(ms));
    }

    /**
     * @param chunks lines in the answer, 1..1 000
     * @param ms time between two of them, 1..60 000
     */
    @GET
    @Path("stream")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public Multi<String> stream(
            @QueryParam("tab") String tab,
            @QueryParam("key") String key,
            @QueryParam("chunks") int chunks,
            @QueryParam("ms") int ms,
            @HeaderParam("Poolwarden-Client") String client,
            @HeaderParam("Priority") String priority,
            RoutingContext http) {
        require("chunks", chunks, 1, 1_000);
        require("ms", ms, 1, 60_000);
        record(tab, client, priority, key, http);
        return Multi.createFrom()
                .ticks()
                .every(Duration.ofMillis(ms))
                .onOverflow()
                .buffer(chunks)
                .select()
                .first(chunks)
                .map(number -> "chunk " + number + "\n");
    }

    private void record(String tab, String client, String priority, String key, RoutingContext http) {
        Runnable ended = log.current().arrived(tab, client, priority, key);
        http.addEndHandler(sentOrGone -> ended.run());
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadRequestException("%s is %d; allowed is %d to %d".formatted(name, value, least, most));
        }
    }
}
