package dev.poolwarden.pressure;

/** How hard the pool is pressed; a later constant is a harder pressure. */
public enum Pressure {
    LOW(HealthStatus.HEALTHY),
    MODERATE(HealthStatus.DEGRADED),
    HIGH(HealthStatus.DEGRADED),
    CRITICAL(HealthStatus.CRITICAL);

    private final HealthStatus health;

    Pressure(HealthStatus health) {
        this.health = health;
    }

    public HealthStatus health() {
        return health;
    }

    /** The harder of the two. */
    public Pressure or(Pressure other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
