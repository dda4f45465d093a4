package dev.poolwarden.pool;

import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.PooledConnection;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which threads lost a connection to the reclaimer and have not borrowed since: what goes wrong with a connection on such a
 * thread is our doing, and no sign of the database's health. Thread-safe; forgets threads that are gone.
 */
final class TakenBack {

    /** What was taken, and why. */
    record Loss(PooledConnection taken, Evidence evidence) {

        /** A new one each time, so that its stack trace tells where the holder came back. */
        ConnectionReclaimedException exception() {
            return new ConnectionReclaimedException(taken, evidence);
        }
    }

    private final Map<Thread, Loss> losses; // guarded by this
    private volatile boolean any; // whether there are losses; spares every borrow the lock

    TakenBack() {
        this(new WeakHashMap<>());
    }

    /** @param losses where to keep them; nobody else may use it */
    TakenBack(Map<Thread, Loss> losses) {
        this.losses = losses;
    }

    synchronized void lost(Thread holder, Loss loss) {
        losses.put(holder, loss);
        any = true;
    }

    /** It keeps the connection after all. */
    synchronized void retract(Thread holder, Loss loss) {
        losses.remove(holder, loss);
    }

    /** This thread borrows again. */
    void forget() {
        if (any) {
            forget(Thread.currentThread());
        }
    }

    /** A loss that came between looking and noting that there is none would be overlooked; hence the lock around both. */
    private synchronized void forget(Thread holder) {
        losses.remove(holder);
        any = !losses.isEmpty();
    }

    /** Whether any thread may have lost something and not borrowed since; never false while one has. */
    boolean isAny() {
        return any;
    }

    /** What this thread lost, or null. */
    Loss ofThisThread() {
        return any ? of(Thread.currentThread()) : null;
    }

    private synchronized Loss of(Thread holder) {
        return losses.get(holder);
    }
}
