package dev.poolwarden.api;

import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who has a connection and what the server says of it, on the wire; for operators.
 *
 * @param callSite where in the application it was borrowed
 * @param pid its backend's process id; behind a pooler that shares them, the pooler's own number
 * @param idleMs how long it has been held without a statement up to now; null where the server does not say
 * @param transactionMs age of its transaction; null outside one
 * @param evidence why it may be taken back; null while there is none
 */
@Schema(
        requiredProperties = {
            "pid",
            "call_site",
            "client",
            "thread",
            "thread_alive",
            "held_ms",
            "state",
            "idle_ms",
            "transaction_ms",
            "wait_event",
            "evidence"
        })
public record HolderView(
        int pid,
        String callSite,
        @Schema(nullable = true) String client,
        String thread,
        boolean threadAlive,
        long heldMs,
        String state,
        @Schema(nullable = true) Long idleMs,
        @Schema(nullable = true) Long transactionMs,
        @Schema(nullable = true) String waitEvent,
        @Schema(nullable = true) String evidence) {

    static HolderView of(Held held) {
        return of(held.connection(), held.evidence());
    }

    static HolderView of(PooledConnection connection, Evidence evidence) {
        var holder = connection.holder();
        var backend = connection.backend();
        return new HolderView(
                connection.pid(),
                holder.caller().site(),
                holder.caller().client(),
                holder.thread(),
                holder.threadAlive(),
                holder.heldMillis(),
                backend.activity().code(),
                backend.activity() == Activity.UNKNOWN ? null : connection.heldIdleMillis(),
                backend.transactionMillis(),
                backend.waiting(),
                evidence == null ? null : evidence.code());
    }
}
