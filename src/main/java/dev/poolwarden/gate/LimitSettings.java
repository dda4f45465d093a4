package dev.poolwarden.gate;

/**
 * What the gate's limit may be.
 *
 * @param adapts whether it follows the database; else it stays at {@code most}
 * @param least what it adapts to at the lowest, 1..10 000 permits; {@code most} where that is less
 * @param most permits there are while the server grants as many connections, 1..10 000
 */
public record LimitSettings(boolean adapts, int least, int most) {

    private static final int BEGINNING = 25;

    public LimitSettings {
        if (least < 1 || least > 10_000) {
            throw new IllegalArgumentException("gate.min-concurrent is " + least + "; allowed is 1 to 10000");
        }
        GateSettings.requireLimit(most);
        least = Math.min(least, most);
    }

    /** A limit at its beginning: with all there are, or as many as rarely are too many. */
    public AdaptiveLimit begin() {
        return adapts ? AdaptiveLimit.between(least, most, Math.min(most, BEGINNING)) : AdaptiveLimit.fixed(most);
    }
}
