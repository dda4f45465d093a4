package dev.poolwarden.scenario;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A route that forgets to close its connection. */
@Path("/test/leaks/{number}")
public class LeakingResource {

    @Inject
    DataSource dataSource;

    @POST
    @Operation(hidden = true)
    public void leak(@PathParam("number") int number) throws SQLException {
        Leaks.run(dataSource.getConnection(), "select 1");
    }
}
