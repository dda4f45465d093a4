package dev.poolwarden.api;

import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;

/**
 * Who has a connection and what the server says of it, on the wire; for operators.
 *
 * @param callSite where in the application it was borrowed
 * @param idleMs how long it has been held without a statement up to now
 * @param transactionMs age of its transaction; null outside one
 * @param evidence why it may be taken back; null while there is none
 */
public record HolderView(
        int pid,
        String callSite,
        String client,
        String thread,
        boolean threadAlive,
        long heldMs,
        String state,
        long idleMs,
        Long transactionMs,
        String waitEvent,
        String evidence) {

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
                connection.heldIdleMillis(),
                backend.transactionMillis(),
                backend.waiting(),
                evidence == null ? null : evidence.code());
    }
}
