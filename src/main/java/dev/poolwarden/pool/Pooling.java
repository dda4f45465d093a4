package dev.poolwarden.pool;

/** Who shares the server's processes with the pool: nobody, or others through a pooler such as PgBouncer. */
public enum Pooling {
    /** Nothing is open yet, or there is a pooler whose mode could not be tested. */
    UNKNOWN,
    /** No pooler: a connection is a process on the server, from its opening to its end. */
    DIRECT,
    /** A pooler that leaves a connection its process while it is open, and gives the process to others afterwards. */
    SESSION,
    /** A pooler that gives the process to others after each transaction or statement. */
    TRANSACTION;

    /** Whether a process works for one open connection of the pool alone; else ending it may end a stranger's work. */
    public boolean ownsProcesses() {
        return this == DIRECT || this == SESSION;
    }
}
