package dev.poolwarden.reclaim;

import dev.poolwarden.reclaim.Backend.Activity;

/** Connections as a census may find them; each hold began at the pid, so that the pid alone tells them apart. */
public final class Connections {

    private Connections() {}

    public static Backend doing(Activity activity, long unchangedMillis) {
        return new Backend(activity, 1, 1, unchangedMillis, null, null);
    }

    /** In the pool, and its backend too has nothing to do. */
    public static PooledConnection idle(int pid, long idleMillis) {
        return new PooledConnection(pid, null, idleMillis, doing(Activity.IDLE, idleMillis));
    }

    /** In the pool, and no longer on the server. */
    public static PooledConnection dead(int pid) {
        return new PooledConnection(pid, null, 1, Backend.GONE);
    }

    public static PooledConnection held(int pid, long heldMillis, Backend backend) {
        return held(pid, pid, "GET /" + pid, heldMillis, backend);
    }

    public static PooledConnection held(int pid, long hold, String site, long heldMillis, Backend backend) {
        Holder holder = new Holder(hold, new Caller(site, null), "worker", true, heldMillis);
        return new PooledConnection(pid, holder, 0, backend);
    }

    /** Borrowed, and without a statement ever since. */
    public static PooledConnection leaked(int pid, long heldMillis) {
        return held(pid, heldMillis, doing(Activity.IDLE, heldMillis));
    }

    public static PooledConnection working(int pid, long heldMillis) {
        return held(pid, heldMillis, doing(Activity.WORKING, heldMillis));
    }
}
