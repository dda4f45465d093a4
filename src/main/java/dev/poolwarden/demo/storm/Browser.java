package dev.poolwarden.demo.storm;

import dev.poolwarden.gate.Priority;

/** What a page's requests go through. Thread-safe. */
interface Browser {

    /** Fetches something, which may come down to no request or to several; comes back when another thing may be wanted. */
    void fetch(Priority priority) throws InterruptedException;

    /** Keeps itself informed, until it is closed. */
    default void listen() throws InterruptedException {}

    /** Whoever waits in {@link #fetch} comes back. */
    default void close() {}
}
