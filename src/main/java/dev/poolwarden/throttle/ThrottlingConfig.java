package dev.poolwarden.throttle;

import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import java.util.List;

/**
 * What frontends must do now. It holds nothing that moves by itself, so two equal ones say the same thing.
 *
 * @param level the level the budget belongs to
 * @param budget advice for one browser, all its tabs together
 * @param circuitBreakerOpen whether requests are kept from the database altogether
 * @param health the pool's health in one word
 * @param reasons why, as codes without figures
 * @param pollAfterSeconds when to ask again
 * @param validForSeconds for how long to obey without news
 * @param retryAfterSeconds when work that was refused makes sense again, zero at NORMAL
 */
public record ThrottlingConfig(
        ThrottlingLevel level,
        Budget budget,
        boolean circuitBreakerOpen,
        HealthStatus health,
        List<Reason> reasons,
        int pollAfterSeconds,
        int validForSeconds,
        int retryAfterSeconds) {

    public ThrottlingConfig {
        reasons = List.copyOf(reasons);
    }

    public boolean emergencyModeActive() {
        return level == ThrottlingLevel.EMERGENCY;
    }
}
