package dev.poolwarden.demo.storm;

/** The storm's threads are its own: neither requests nor the monitor wait for them. */
final class StormThreads {

    static final String NAME = "poolwarden-storm";

    private StormThreads() {}

    static Thread make(Runnable task) {
        Thread thread = new Thread(task, NAME);
        thread.setDaemon(true);
        return thread;
    }
}
