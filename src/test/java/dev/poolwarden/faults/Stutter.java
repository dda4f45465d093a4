package dev.poolwarden.faults;

import dev.poolwarden.testing.TestPostgres;
import java.util.concurrent.locks.LockSupport;

/** Has a server stand still for 40 ms and go on for 10, again and again, until closed. */
final class Stutter implements AutoCloseable {

    private static final long STILL_NS = 40_000_000;
    private static final long GOING_NS = 10_000_000;

    private final TestPostgres server;
    private final Thread thread = new Thread(this::run, "stutter");
    private volatile boolean over;

    Stutter(TestPostgres server) {
        this.server = server;
        thread.start();
    }

    private void run() {
        while (!over) {
            server.freeze();
            LockSupport.parkNanos(STILL_NS);
            server.thaw();
            LockSupport.parkNanos(GOING_NS);
        }
    }

    /** It goes on by then. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
