package dev.poolwarden.pool;

import java.time.Duration;

/**
 * The pool's size and how long its connections live.
 *
 * @param size connections kept open, 1..1000
 * @param maxOverflow connections opened beyond that under load, 0..1000
 * @param recycle age at which a connection is replaced, up to a tenth sooner by chance; zero for never
 * @param maxUses borrows after which a connection is replaced; zero for never
 * @param idleTimeout how long an overflow connection stays unused, at the least, before it is retired
 * @param statementTimeout longest statement, cut by the server; zero for none
 * @param connectTimeout longest attempt to open a connection, 1 s to 5 min
 * @param socketTimeout longest silence of the server before a connection counts as dead; zero for none
 * @param leaveFree connections of the server that stay free for others, 0..1000
 * @param applicationName what the server shows for the pool's connections
 * @param prewarm whether overflow connections are opened before they are needed, and kept while they will be
 */
public record PoolSettings(
        int size,
        int maxOverflow,
        Duration recycle,
        long maxUses,
        Duration idleTimeout,
        Duration statementTimeout,
        Duration connectTimeout,
        Duration socketTimeout,
        int leaveFree,
        String applicationName,
        boolean prewarm) {

    public PoolSettings {
        require("pool.size", size, 1);
        require("pool.max-overflow", maxOverflow, 0);
        require("pool.leave-free", leaveFree, 0);
        if (maxUses < 0) {
            throw new IllegalArgumentException("pool.max-uses is " + maxUses + "; allowed is 0 (never) and above");
        }
        require("pool.recycle", recycle, Duration.ZERO, Duration.ofDays(7));
        require("pool.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
        require("pool.statement-timeout", statementTimeout, Duration.ZERO, Duration.ofHours(24));
        require("pool.connect-timeout", connectTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        require("pool.socket-timeout", socketTimeout, Duration.ZERO, Duration.ofHours(25));
        if (!socketTimeout.isZero() && socketTimeout.compareTo(statementTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "pool.socket-timeout is %s; allowed is more than pool.statement-timeout, %s, so that the server ends a slow statement first"
                            .formatted(socketTimeout, statementTimeout));
        }
    }

    /** With overflow connections opened ahead, as is usual. */
    public PoolSettings(
            int size,
            int maxOverflow,
            Duration recycle,
            long maxUses,
            Duration idleTimeout,
            Duration statementTimeout,
            Duration connectTimeout,
            Duration socketTimeout,
            int leaveFree,
            String applicationName) {
        this(
                size,
                maxOverflow,
                recycle,
                maxUses,
                idleTimeout,
                statementTimeout,
                connectTimeout,
                socketTimeout,
                leaveFree,
                applicationName,
                true);
    }

    /** Most connections the pool opens. */
    public int capacity() {
        return size + maxOverflow;
    }

    private static void require(String name, int value, int least) {
        if (value < least || value > 1000) {
            throw new IllegalArgumentException("%s is %d; allowed is %d to 1000".formatted(name, value, least));
        }
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s is %s; allowed is %s to %s".formatted(name, value, least, most));
        }
    }
}
