package dev.poolwarden.control;

import dev.poolwarden.gate.LimitReason;
import java.time.Instant;

/**
 * The gate's limit has become another one for good; trials that were taken back are none.
 *
 * @param from permits before
 * @param to permits since
 */
public record LimitChange(Instant at, int from, int to, LimitReason reason) {}
