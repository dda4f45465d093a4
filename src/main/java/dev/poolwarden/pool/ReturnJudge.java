package dev.poolwarden.pool;

import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.breaker.TroubleStates;
import java.sql.SQLException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What a borrow that ends says of the database and of its connection. Called on the thread that gives it back. */
final class ReturnJudge {

    private final DatabaseBreaker breaker;
    private final TroubleSorter sorter;
    private final Retirement retirement;
    private final WriteAccess access;
    private final LongSupplier nanoTime;

    ReturnJudge(
            DatabaseBreaker breaker,
            TroubleSorter sorter,
            Retirement retirement,
            WriteAccess access,
            LongSupplier nanoTime) {
        this.breaker = breaker;
        this.sorter = sorter;
        this.retirement = retirement;
        this.access = access;
        this.nanoTime = nanoTime;
    }

    /**
     * Tells the breaker, and has Agroal close a connection that nobody may borrow again.
     *
     * @param lease the borrow that ended
     * @param living connections that are to stay, this one included
     * @return when the borrow ended, in ns
     */
    long judge(Physical connection, long lease, IntSupplier living) {
        long now = nanoTime.getAsLong();
        connection.used(now);
        SQLException error = sorter.takeTrouble(connection.isBroken());
        if (connection.isClaimed(lease)) {
            connection.doomed = true; // its backend is being ended by us, which says nothing of the database
        } else if (error != null && TroubleStates.count(error)) {
            breaker.failed(error);
        } else {
            breaker.succeeded();
            connection.proved(now);
            connection.doomed |=
                    error != null && access.isStaleAfterRefusal(connection, now) && retirement.mayGo(living);
        }
        if (connection.handle != null && (connection.doomed || retirement.isDue(connection, living, now))) {
            connection.handle.setFlushOnly();
        }
        return now;
    }

    /** Resetting a dead connection on its way back fails once more; that counts no second time. */
    void forgetTrouble() {
        sorter.takeTrouble();
    }
}
