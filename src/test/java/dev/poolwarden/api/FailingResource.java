package dev.poolwarden.api;

import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Fails as an application may; in tests only. */
@Path("/test/failing")
public class FailingResource {

    private static final DatabaseAccessException NO_CONNECTION =
            new DatabaseAccessException("Not connecting: db.internal:5432 says no", "53300", 7, null);
    private static final PooledConnection TAKEN = new PooledConnection(
            4711, new Holder(1, new Caller("POST /secret", null), "main", true, 9_000), 0, Backend.UNKNOWN);
    private static final Rejection REJECTION =
            new Rejection(Rejection.Cause.TIMED_OUT, 25, 25, 3, Duration.ofMillis(500), 3);

    @GET
    @Path("{how}")
    @Operation(hidden = true)
    public String fail(@RestPath String how) throws Throwable {
        throw switch (how) {
            case "sql" -> new SQLException("duplicate key: secret=42", "23505");
            case "wrapped-sql" -> new IllegalStateException("outer", new SQLException("secret=42", "42P01"));
            case "transient-sql" -> new SQLTransientConnectionException("secret=42", "53300");
            case "own" -> new IllegalArgumentException("secret=42");
            case "error" -> new AssertionError("secret=42");
            case "rejected" -> new PermitRejectedException(REJECTION);
            case "reclaimed" ->
                new SQLException("secret=42", "08006", new ConnectionReclaimedException(TAKEN, Evidence.LEAKED));
            case "login-refused" -> new DatabaseAccessException("FATAL: no user root", "28P01", 2, null);
            case "no-connection" -> NO_CONNECTION;
            case "wrapped-no-connection" -> new RuntimeException(new CompletionException(NO_CONNECTION));
            case "sql-from-no-connection" -> new SQLException("secret=42", "08000", NO_CONNECTION);
            default -> new IllegalArgumentException(how);
        };
    }
}
