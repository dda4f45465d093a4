package dev.poolwarden.gate;

/**
 * What the gate's limit may be.
 *
 * @param adapts whether it follows the database; else it stays at {@code most}
 * @param least what it adapts to at the lowest, 1..10 000 permits; {@code most} where that is less
 * @param most permits there are while the server grants as many connections, 1..10 000
 */
public record LimitSettings(boolean adapts, int least, int most) {

    public LimitSettings {
        if (least < 1 || least > 10_000) {
            throw new IllegalArgumentException("gate.min-concurrent is " + least + "; allowed is 1 to 10000");
        }
        GateSettings.requireLimit(most);
        least = Math.min(least, most);
    }

    /** A limit that begins with all there are: a pool that is not loaded has no use for less. */
    public AdaptiveLimit begin() {
        return adapts ? AdaptiveLimit.between(least, most, most) : AdaptiveLimit.fixed(most);
    }
}
