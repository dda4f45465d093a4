package dev.poolwarden.bench.overload;

/**
 * What every peer is given.
 *
 * @param url of the database
 * @param mostConnections most connections the workload allows, the same for all peers
 * @param start where a limit that adapts begins, 1..{@code mostConnections}
 * @param bestFixed the fixed limit that was found best; nobody but the reference may know it
 */
record Setup(String url, int mostConnections, int start, int bestFixed) {}
