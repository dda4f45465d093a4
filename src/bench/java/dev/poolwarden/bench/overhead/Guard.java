package dev.poolwarden.bench.overhead;

import java.sql.Connection;
import java.util.function.Consumer;

/** A pool, with what stands in front of it. */
interface Guard extends AutoCloseable {

    /** Acquires a connection, shows it to the user, and gives it back. */
    void checkout(Consumer<Connection> user) throws Exception;
}
