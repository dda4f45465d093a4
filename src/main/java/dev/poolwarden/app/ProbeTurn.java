package dev.poolwarden.app;

import dev.poolwarden.control.DatabaseWatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One look at the database, with the beats that it wants. They come only while it is under way, for a millisecond as a rule:
 * a thread that is woken all the time has its price at rest.
 */
final class ProbeTurn {

    private final DatabaseWatch watch;
    private final ScheduledExecutorService beating;

    /** @param beating a single thread, for nothing else */
    ProbeTurn(DatabaseWatch watch, ScheduledExecutorService beating) {
        this.watch = watch;
        this.beating = beating;
    }

    void run() {
        long beat = DatabaseWatch.BEAT.toNanos();
        ScheduledFuture<?> beats =
                beating.scheduleWithFixedDelay(() -> watch.beat(System.nanoTime()), beat, beat, TimeUnit.NANOSECONDS);
        try {
            watch.look(System.nanoTime());
        } finally {
            beats.cancel(false);
        }
    }
}
