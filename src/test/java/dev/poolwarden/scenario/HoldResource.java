package dev.poolwarden.scenario;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Takes connections from the guarded pool, so that the real monitor raises the real level; for browser tests. */
@Path("/test/hold")
@Singleton
public class HoldResource {

    private final DataSource dataSource;
    private HeldConnections held;

    HoldResource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Answers when it has them; those of an earlier call are given back first.
     *
     * @param connections how many, 1..100; the gate refuses more than it admits
     * @param seconds after which they go back by themselves, 1..600
     */
    @POST
    @Operation(hidden = true)
    public synchronized void hold(@QueryParam("connections") int connections, @QueryParam("seconds") int seconds)
            throws SQLException, InterruptedException {
        if (connections < 1 || connections > 100 || seconds < 1 || seconds > 600) {
            throw new BadRequestException("connections must be 1 to 100, seconds 1 to 600");
        }
        giveBack();
        held = HeldConnections.take(dataSource, connections, Duration.ofSeconds(seconds));
    }

    /** Answers when they are back; also when none is held. */
    @DELETE
    @Operation(hidden = true)
    @PreDestroy
    public synchronized void giveBack() throws InterruptedException {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
