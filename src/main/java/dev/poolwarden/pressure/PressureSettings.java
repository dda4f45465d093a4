package dev.poolwarden.pressure;

import java.time.Duration;

/**
 * Where one level of pressure ends and the next begins.
 *
 * @param moderate usage in percent from which the pressure is moderate
 * @param high usage in percent from which it is high
 * @param critical usage in percent above which it is critical
 * @param margin points below a threshold at which usage must be to fall under it again
 * @param raiseWindows of the last {@code raiseOf} one-second windows so many must be above a threshold to raise the level
 * @param raiseOf see {@code raiseWindows}
 * @param fallAfter how long all windows must have been below a threshold less the margin for the level to fall, 1 s to 10 min
 */
public record PressureSettings(
        double moderate,
        double high,
        double critical,
        double margin,
        int raiseWindows,
        int raiseOf,
        Duration fallAfter) {

    public static final PressureSettings DEFAULTS = new PressureSettings(70, 80, 90, 10, 2, 3, Duration.ofSeconds(30));

    public PressureSettings {
        if (!(0 < moderate && moderate < high && high < critical && critical <= 100)) {
            throw new IllegalArgumentException(
                    "pressure.moderate, .aggressive and .critical are %s, %s and %s; they must rise, above 0 and up to 100"
                            .formatted(moderate, high, critical));
        }
        if (!(0 <= margin && margin < moderate)) {
            throw new IllegalArgumentException(
                    "pressure.margin is " + margin + "; allowed is 0 to below pressure.moderate");
        }
        if (raiseWindows < 1 || raiseOf < raiseWindows || raiseOf > 60) {
            throw new IllegalArgumentException(
                    "pressure.raise-windows is %d and .raise-of %d; allowed is 1 <= raise-windows <= raise-of <= 60"
                            .formatted(raiseWindows, raiseOf));
        }
        if (fallAfter.compareTo(Duration.ofSeconds(1)) < 0 || fallAfter.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("pressure.fall-after is " + fallAfter + "; allowed is 1 s to 10 min");
        }
    }
}
