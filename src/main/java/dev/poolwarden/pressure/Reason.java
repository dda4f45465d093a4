package dev.poolwarden.pressure;

import java.util.Locale;

/** Why the pressure is what it is. Codes without figures, so that what is published repeats while nothing changes. */
public enum Reason {
    USAGE_MODERATE(Pressure.MODERATE),
    USAGE_HIGH(Pressure.HIGH),
    USAGE_CRITICAL(Pressure.CRITICAL),
    REQUESTS_REJECTED(Pressure.CRITICAL),
    BREAKER_OPEN(Pressure.CRITICAL),
    DATABASE_UNREACHABLE(Pressure.CRITICAL),
    DATABASE_FULL(Pressure.CRITICAL),
    DATABASE_LOGIN_REFUSED(Pressure.CRITICAL),
    /** Writes fail though they were taken before, as on a primary that was demoted; reads go on. */
    DATABASE_READ_ONLY(Pressure.MODERATE),
    /** Writes fail because the server has no space left on its disk; reads go on. */
    DATABASE_DISK_FULL(Pressure.MODERATE),
    /** No probe has ended yet, and unknown is not healthy. */
    DATABASE_UNKNOWN(Pressure.CRITICAL),
    /** The last seconds were worse than the present one, and the level waits until they are past. */
    RECOVERING(Pressure.LOW);

    private final Pressure pressure;

    Reason(Pressure pressure) {
        this.pressure = pressure;
    }

    /** The pressure that this reason alone makes. */
    public Pressure pressure() {
        return pressure;
    }

    /** The name on the wire: lower case with underscores. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
