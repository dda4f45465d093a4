package dev.poolwarden.demo;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Work of a known length: what the storm asks for. */
@Path("/api/demo/work")
@OnlyWithDemo
public class WorkResource {

    private static final double MS_PER_SECOND = 1000;

    /** For how long the connection was held. */
    public record Done(int holdMs) {}

    private final Sql sql;

    WorkResource(Sql sql) {
        this.sql = sql;
    }

    /** Holds a connection while the server sleeps, 1 to 1000 ms. */
    @GET
    @Operation(summary = "Hold a connection for a while")
    public Done work(@QueryParam("hold_ms") @DefaultValue("50") Hold hold) throws SQLException {
        sql.list("select pg_sleep(?)", row -> null, hold.ms() / MS_PER_SECOND);
        return new Done(hold.ms());
    }
}
