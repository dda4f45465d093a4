package dev.poolwarden.borrowing;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says of itself who it is to the pool; in tests only. */
@Path("/test/borrowing/{shelf}")
public class BorrowingResource {

    /** Who borrows, and on which thread. */
    public record Seen(String site, String client, String thread) {

        static Seen now(Callers callers) {
            Caller caller = callers.current(System.nanoTime());
            return new Seen(
                    caller.site(), caller.client(), Thread.currentThread().getName());
        }
    }

    static final CompletableFuture<Void> ANSWERED = new CompletableFuture<>();
    static final CompletableFuture<Seen> LATE = new CompletableFuture<>();

    private final Callers callers;
    private final DataSource database;
    private final ManagedExecutor managed;
    private final ExecutorService virtual;

    BorrowingResource(
            Callers callers, DataSource database, ManagedExecutor managed, @VirtualThreads ExecutorService virtual) {
        this.callers = callers;
        this.database = database;
        this.managed = managed;
        this.virtual = virtual;
    }

    private Seen look() {
        return Seen.now(callers);
    }

    @GET
    @Operation(hidden = true)
    public Seen shelf() {
        return look();
    }

    @POST
    @Path("books/{id: [0-9]+}/")
    @Operation(hidden = true)
    public Seen book() {
        return look();
    }

    @GET
    @Path("event-loop")
    @Operation(hidden = true)
    public Uni<Seen> onTheEventLoop() {
        return Uni.createFrom().item(this::look);
    }

    @GET
    @Path("transaction")
    @Transactional
    @Operation(hidden = true)
    public Seen inATransaction() throws SQLException {
        try (Connection borrowed = database.getConnection()) {
            borrowed.createStatement().execute("select 1");
            return look();
        }
    }

    @GET
    @Path("signed-in")
    @RolesAllowed("operator")
    @Operation(hidden = true)
    public Seen signedIn() {
        return look();
    }

    @GET
    @Path("managed")
    @Operation(hidden = true)
    public Seen onAManagedThread() throws ExecutionException, InterruptedException {
        return managed.submit(this::look).get();
    }

    /** Where Quarkus runs @RunOnVirtualThread, which it does not build for Java 17. */
    @GET
    @Path("virtual")
    @Operation(hidden = true)
    public Seen onAVirtualThread() throws ExecutionException, InterruptedException {
        return virtual.submit(this::look).get();
    }

    @GET
    @Path("foreign")
    @Operation(hidden = true)
    public Seen onAForeignThread() throws ExecutionException, InterruptedException {
        ExecutorService foreign = Executors.newSingleThreadExecutor();
        try {
            return foreign.submit(this::look).get();
        } finally {
            foreign.shutdown();
        }
    }

    /** Answers, and lets work go on that looks when it is told that the answer has come. */
    @GET
    @Path("late")
    @Operation(hidden = true)
    public Seen late() {
        managed.execute(() -> {
            ANSWERED.join();
            LATE.complete(look());
        });
        return look();
    }

    @GET
    @Path("failing")
    @Operation(hidden = true)
    public Seen fail() {
        throw new UncheckedIOException(new IOException("intended"));
    }

    @ServerExceptionMapper
    Response answer(UncheckedIOException e) {
        return Response.ok(look()).build();
    }

    @Path("boxes/{box}")
    public BorrowedBox box() {
        return new BorrowedBox(callers, look());
    }
}
