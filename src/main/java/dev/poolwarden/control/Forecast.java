package dev.poolwarden.control;

import java.util.OptionalInt;

/**
 * What the monitor expects, and what came of it.
 *
 * @param connections that will be needed a few seconds from now, 0 to size + overflow; empty while unknown: before the first
 *     second is over, and while the database is away or the breaker not closed
 * @param prewarmed connections that were opened ahead since the start
 */
public record Forecast(OptionalInt connections, long prewarmed) {}
