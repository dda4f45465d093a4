package dev.poolwarden.transaction;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where threads pause between tries, until the application shuts down. Thread-safe; holds no virtual thread's carrier. */
public final class Pauses {

    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Pauses the present thread.
     *
     * @return false, and sooner, when pauses are over for good
     */
    boolean pause(Duration time) throws InterruptedException {
        return !ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean areOver() {
        return ended.getCount() == 0;
    }

    /** The application shuts down: wakes who pauses, and nobody pauses any more. */
    public void end() {
        ended.countDown();
    }
}
