package dev.poolwarden.borrowing;

import dev.poolwarden.borrowing.BorrowingResource.Seen;
import dev.poolwarden.reclaim.Callers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A sub-resource; in tests only. */
public class BorrowedBox {

    /** What was seen on the way to the sub-resource, and in it. */
    public record Found(String way, String site) {}

    private final Callers callers;
    private final Seen onTheWay;

    BorrowedBox(Callers callers, Seen onTheWay) {
        this.callers = callers;
        this.onTheWay = onTheWay;
    }

    @GET
    @Path("lid/{side}")
    @Operation(hidden = true)
    public Found lid() {
        return new Found(onTheWay.site(), callers.current(System.nanoTime()).site());
    }
}
