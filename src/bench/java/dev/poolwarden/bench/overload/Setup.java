package dev.poolwarden.bench.overload;

import java.util.OptionalInt;

/**
 * What every peer is given.
 *
 * @param url of the database
 * @param mostConnections most connections the workload allows, the same for all peers
 * @param start where a limit that adapts begins, 1..{@code mostConnections}; where it would by itself if empty
 * @param bestFixed the fixed limit that was found best; nobody but the reference may know it
 */
record Setup(String url, int mostConnections, OptionalInt start, int bestFixed) {}
