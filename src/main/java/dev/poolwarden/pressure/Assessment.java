package dev.poolwarden.pressure;

import java.util.List;

/**
 * The judgement of one tick.
 *
 * @param pressure the level after hysteresis
 * @param reasons what makes it so, hardest first; empty only at {@link Pressure#LOW}
 */
public record Assessment(Pressure pressure, List<Reason> reasons) {

    public Assessment {
        reasons = List.copyOf(reasons);
        if (pressure != Pressure.LOW && reasons.isEmpty()) {
            throw new IllegalArgumentException("pressure " + pressure + " needs a reason");
        }
    }

    public HealthStatus health() {
        return pressure.health();
    }
}
