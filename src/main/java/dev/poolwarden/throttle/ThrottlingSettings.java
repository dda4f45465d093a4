package dev.poolwarden.throttle;

import java.util.Map;

/**
 * What each level tells a browser, and how often it should ask.
 *
 * @param budgets a budget for every level
 * @param pollAfterSeconds when to ask again, 1..3600 s
 * @param validForSeconds for how long a config may be obeyed without news, more than {@code pollAfterSeconds} and at most
 *     86 400 s
 */
public record ThrottlingSettings(Map<ThrottlingLevel, Budget> budgets, int pollAfterSeconds, int validForSeconds) {

    public static final ThrottlingSettings DEFAULTS = new ThrottlingSettings(
            Map.of(
                    ThrottlingLevel.NORMAL, new Budget(10, 100, 100),
                    ThrottlingLevel.MODERATE, new Budget(7, 70, 400),
                    ThrottlingLevel.AGGRESSIVE, new Budget(3, 30, 1000),
                    ThrottlingLevel.EMERGENCY, new Budget(1, 5, 2000)),
            30,
            90);

    public ThrottlingSettings {
        budgets = Map.copyOf(budgets);
        if (budgets.size() != ThrottlingLevel.values().length) {
            throw new IllegalArgumentException(
                    "throttle.* has budgets for " + budgets.keySet() + "; every level needs one");
        }
        if (pollAfterSeconds < 1 || pollAfterSeconds > 3600) {
            throw new IllegalArgumentException(
                    "throttle.poll-after is " + pollAfterSeconds + " s; allowed is 1 s to 1 h");
        }
        if (validForSeconds <= pollAfterSeconds || validForSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "throttle.valid-for is %d s; allowed is more than throttle.poll-after, %d s, up to 24 h"
                            .formatted(validForSeconds, pollAfterSeconds));
        }
    }
}
