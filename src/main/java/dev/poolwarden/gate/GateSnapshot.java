package dev.poolwarden.gate;

/**
 * The gate's figures, read at one instant.
 *
 * @param limit permits there are
 * @param occupancy who was at the gate
 * @param admitted callers admitted since the start
 * @param rejected callers rejected since the start
 * @param timedOut those of them that waited in vain
 */
public record GateSnapshot(int limit, Occupancy occupancy, long admitted, long rejected, long timedOut) {}
