package dev.poolwarden.gate;

/**
 * The gate's figures, read at one instant.
 *
 * @param limit permits there are
 * @param occupancy who was at the gate
 * @param admitted callers admitted since the start
 * @param rejected callers rejected since the start
 * @param timedOut those of them that waited in vain
 * @param crowdedOut those of them for whom there was no permit: timed out, or turned away by a full backlog
 */
public record GateSnapshot(
        int limit, Occupancy occupancy, long admitted, long rejected, long timedOut, long crowdedOut) {}
