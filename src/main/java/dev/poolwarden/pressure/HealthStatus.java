package dev.poolwarden.pressure;

/** How the pool is, in the word that operators and frontends read. */
public enum HealthStatus {
    HEALTHY,
    DEGRADED,
    CRITICAL
}
