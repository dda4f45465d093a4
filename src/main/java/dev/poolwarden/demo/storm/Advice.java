package dev.poolwarden.demo.storm;

import io.vertx.core.json.JsonObject;

/**
 * The throttling config as a browser reads it.
 *
 * @param level NORMAL, MODERATE, AGGRESSIVE or EMERGENCY
 * @param concurrent requests in flight at the most
 * @param perMinute requests started in any minute at the most
 * @param delayMs between two starts, at least
 */
record Advice(
        String level,
        int concurrent,
        int perMinute,
        long delayMs,
        boolean breakerOpen,
        boolean emergency,
        String instance,
        long revision,
        int pollAfterSeconds,
        int validForSeconds,
        int retryAfterSeconds) {

    /** Obeyed until the server has spoken, because nothing known is not the same as healthy: MODERATE's values. */
    static final Advice CAUTIOUS = new Advice("MODERATE", 7, 70, 400, false, false, "none", 0, 30, 90, 0);

    static Advice of(JsonObject config) {
        return new Advice(
                config.getString("throttling_level"),
                config.getInteger("max_concurrent_requests"),
                config.getInteger("max_requests_per_minute"),
                config.getInteger("request_delay_ms"),
                config.getBoolean("circuit_breaker_open"),
                config.getBoolean("emergency_mode_active"),
                config.getString("instance"),
                config.getLong("revision"),
                config.getInteger("poll_after_seconds"),
                config.getInteger("valid_for_seconds"),
                config.getInteger("retry_after_seconds"));
    }

    /** The stricter of it and {@link #CAUTIOUS}; an old "open" must not lock users out for ever, should only polls fail. */
    Advice onceStale() {
        return new Advice(
                level.equals("NORMAL") ? CAUTIOUS.level : level,
                Math.min(concurrent, CAUTIOUS.concurrent),
                Math.min(perMinute, CAUTIOUS.perMinute),
                Math.max(delayMs, CAUTIOUS.delayMs),
                false,
                false,
                CAUTIOUS.instance,
                CAUTIOUS.revision,
                CAUTIOUS.pollAfterSeconds,
                CAUTIOUS.validForSeconds,
                CAUTIOUS.retryAfterSeconds);
    }

    /** Whether another one of the same server came before it. */
    boolean isNewerThan(Advice other) {
        return instance.equals(other.instance) && revision > other.revision;
    }
}
