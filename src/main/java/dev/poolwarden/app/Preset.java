package dev.poolwarden.app;

import java.time.Duration;

/** Starting points for the size of an instance and what stands behind it; every value can be overridden. */
public enum Preset {
    /** An ordinary service. */
    STANDARD(20, 10, 25, ms(500), ms(50), s(30), s(10), min(30), 50_000),
    /** Few connections at rest, many under load. */
    WEB(5, 15, 20, s(10), s(2), s(30), s(10), Duration.ZERO, 50_000),
    /** Half a CPU, and a database that allows 20 connections. */
    SMALL(2, 6, 8, s(10), s(2), s(30), s(10), Duration.ZERO, 1_000),
    /** Behind a pooler in session mode. */
    POOLER(3, 2, 5, s(30), s(2), s(30), s(10), min(30), 0),
    /** A large server with patient callers. */
    LARGE(50, 30, 80, s(60), ms(500), s(60), s(60), min(30), 0);

    final int size;
    final int maxOverflow;
    final int gateLimit;
    final Duration maxWait;
    final Duration minWait;
    final Duration statementTimeout;
    final Duration connectTimeout;
    final Duration recycle;
    final long maxUses;
    final Duration idleTimeout = min(5);

    Preset(
            int size,
            int maxOverflow,
            int gateLimit,
            Duration maxWait,
            Duration minWait,
            Duration statementTimeout,
            Duration connectTimeout,
            Duration recycle,
            long maxUses) {
        this.size = size;
        this.maxOverflow = maxOverflow;
        this.gateLimit = gateLimit;
        this.maxWait = maxWait;
        this.minWait = minWait;
        this.statementTimeout = statementTimeout;
        this.connectTimeout = connectTimeout;
        this.recycle = recycle;
        this.maxUses = maxUses;
    }

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Duration min(long minutes) {
        return Duration.ofMinutes(minutes);
    }
}
