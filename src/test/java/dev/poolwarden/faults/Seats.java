package dev.poolwarden.faults;

import java.util.concurrent.locks.LockSupport;

/** Counts, again and again, how many connections the server lists for the application; the most are remembered. Thread-safe. */
final class Seats implements AutoCloseable {

    private static final long PAUSE_NS = 100_000_000;

    private final Patient patient;
    private final Thread thread = new Thread(this::count, "seats");
    private volatile int most;
    private volatile boolean over;

    Seats(Patient patient) {
        this.patient = patient;
        thread.start();
    }

    private void count() {
        while (!over) {
            try {
                most = Math.max(most, patient.seats());
            } catch (IllegalStateException e) {
                // a server that is away or stands still cannot be asked
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    int most() {
        return most;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
