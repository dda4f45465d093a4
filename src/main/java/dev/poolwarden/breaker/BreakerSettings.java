package dev.poolwarden.breaker;

/**
 * When the breaker opens and closes.
 *
 * @param failurePercent share of failed calls at which it opens, above 0 to 100
 * @param window calls it looks back on, 1..10 000
 * @param minimumCalls calls it wants to have seen before it opens, 1..{@code window}
 * @param failedProbes probes in a row that must fail to open it without any traffic, 1..60
 * @param successfulProbes probes in a row that must succeed to close it again, 1..60
 */
public record BreakerSettings(
        double failurePercent, int window, int minimumCalls, int failedProbes, int successfulProbes) {

    public static final BreakerSettings DEFAULTS = new BreakerSettings(50, 50, 10, 2, 2);

    public BreakerSettings {
        if (!(failurePercent > 0 && failurePercent <= 100)) {
            throw new IllegalArgumentException(
                    "breaker.failure-percent is " + failurePercent + "; allowed is above 0 to 100");
        }
        require("window", window, 10_000);
        require("minimum-calls", minimumCalls, window);
        require("failed-probes", failedProbes, 60);
        require("successful-probes", successfulProbes, 60);
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("breaker.%s is %d; allowed is 1 to %d".formatted(name, value, most));
        }
    }
}
