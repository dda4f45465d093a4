package dev.poolwarden.throttle;

import dev.poolwarden.pressure.Pressure;

/** What frontends are told, one level for each {@link Pressure}. */
public enum ThrottlingLevel {
    NORMAL,
    MODERATE,
    AGGRESSIVE,
    EMERGENCY;

    public static ThrottlingLevel of(Pressure pressure) {
        return switch (pressure) {
            case LOW -> NORMAL;
            case MODERATE -> MODERATE;
            case HIGH -> AGGRESSIVE;
            case CRITICAL -> EMERGENCY;
        };
    }
}
