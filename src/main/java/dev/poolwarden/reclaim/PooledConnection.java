package dev.poolwarden.reclaim;

/**
 * One connection of the pool, as the pool and the server saw it at one instant.
 *
 * @param pid its backend's process id on the server
 * @param holder who has it, or null while it is idle in the pool
 * @param idleMillis for how long nobody has borrowed it; zero while borrowed
 */
public record PooledConnection(int pid, Holder holder, long idleMillis, Backend backend) {

    public boolean borrowed() {
        return holder != null;
    }

    /** How long its holder has had it without sending a statement; zero while one runs, and while nobody knows. */
    public long heldIdleMillis() {
        return borrowed() && backend.activity().isIdle() ? Math.min(holder.heldMillis(), backend.unchangedMillis()) : 0;
    }
}
