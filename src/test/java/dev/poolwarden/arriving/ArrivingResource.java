package dev.poolwarden.arriving;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priorities;
import dev.poolwarden.gate.Priority;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Says of itself as what it comes to the gate; in tests only. */
@Path("/test/arriving")
public class ArrivingResource {

    static final CompletableFuture<Void> ANSWERED = new CompletableFuture<>();
    static final CompletableFuture<Seen> LATE = new CompletableFuture<>();

    private final Arrivals arrivals;
    private final ArrivingBean bean;
    private final DataSource database;
    private final ManagedExecutor managed;
    private final ExecutorService virtual;

    ArrivingResource(
            Arrivals arrivals,
            ArrivingBean bean,
            DataSource database,
            ManagedExecutor managed,
            @VirtualThreads ExecutorService virtual) {
        this.arrivals = arrivals;
        this.bean = bean;
        this.database = database;
        this.managed = managed;
        this.virtual = virtual;
    }

    private Seen look() {
        return Seen.now(arrivals);
    }

    @GET
    @Operation(hidden = true)
    public Seen plain() {
        return look();
    }

    @GET
    @Path("essential")
    @AdmissionPriority(Priority.ESSENTIAL)
    @Operation(hidden = true)
    public Seen essential() {
        return look();
    }

    @GET
    @Path("background")
    @AdmissionPriority(Priority.BACKGROUND)
    @Operation(hidden = true)
    public Seen background() {
        return look();
    }

    /** In the bean twice, in a piece of code, and after all of them. */
    @GET
    @Path("nested")
    @Operation(hidden = true)
    public List<Priority> nested() {
        return List.of(
                bean.byItsClass(),
                bean.byItsMethod(),
                Priorities.<Priority, RuntimeException>call(
                        Priority.ESSENTIAL, () -> arrivals.current().priority()),
                arrivals.current().priority());
    }

    @GET
    @Path("uni")
    @AdmissionPriority(Priority.ESSENTIAL)
    @Operation(hidden = true)
    public Uni<List<Seen>> uni() {
        return Uni.createFrom()
                .item(this::look)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(before -> List.of(before, look()));
    }

    @GET
    @Path("plain-uni")
    @Operation(hidden = true)
    public Uni<List<Seen>> plainUni() {
        return Uni.createFrom()
                .item(this::look)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(before -> List.of(before, look()));
    }

    @GET
    @Path("stage")
    @AdmissionPriority(Priority.ESSENTIAL)
    @Operation(hidden = true)
    public CompletionStage<List<Seen>> stage() {
        return managed.supplyAsync(this::look).thenApplyAsync(before -> List.of(before, look()));
    }

    /** A bean's own priority, on a virtual thread where there are such. */
    @GET
    @Path("virtual")
    @Operation(hidden = true)
    public List<Priority> virtual() throws ExecutionException, InterruptedException {
        return List.of(
                virtual.submit(bean::byItsMethod).get(),
                virtual.submit(() -> arrivals.current().priority()).get());
    }

    @GET
    @Path("foreign")
    @AdmissionPriority(Priority.ESSENTIAL)
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
    @Path("signed-in")
    @RolesAllowed("operator")
    @Operation(hidden = true)
    public Seen signedIn() {
        return look();
    }

    /** How often one request is looked at: as often as it is a different object. */
    @GET
    @Path("twice")
    @Operation(hidden = true)
    public boolean sameTwice() throws ExecutionException, InterruptedException {
        return arrivals.current() == arrivals.current()
                && arrivals.current() == managed.submit(arrivals::current).get();
    }

    @GET
    @Path("nothing-asked")
    @Operation(hidden = true)
    public String nothingAsked() {
        return "without the database";
    }

    @GET
    @Path("borrow")
    @Operation(hidden = true)
    public String borrow() throws SQLException {
        try (Connection borrowed = database.getConnection()) {
            borrowed.createStatement().execute("select 1");
            return "borrowed";
        }
    }
}
