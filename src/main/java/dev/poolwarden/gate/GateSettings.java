package dev.poolwarden.gate;

import java.time.Duration;

/**
 * How many callers the gate admits at once and how long it lets the others wait.
 *
 * @param limit most permits out at once, 1..10 000
 * @param maxWait longest wait for a permit, 0..10 min
 * @param minWait what the longest wait shrinks to under a standing backlog, 0..{@code maxWait}
 * @param maxBacklog most callers waiting at once, 0..100 000; beyond it the least important are told to go
 * @param essentialShare percent of the permits that only {@link Priority#ESSENTIAL} may use while it comes, 0..50
 * @param interactiveShare percent of the permits that {@link Priority#BACKGROUND} may not use while
 *     {@link Priority#INTERACTIVE} comes, 0..90
 * @param floorShare percent of the permits that go to each priority that waits below one that waits too, 0..50: none starves
 */
public record GateSettings(
        int limit,
        Duration maxWait,
        Duration minWait,
        int maxBacklog,
        double essentialShare,
        double interactiveShare,
        double floorShare) {

    public static final double ESSENTIAL_SHARE = 5;
    public static final double INTERACTIVE_SHARE = 25;
    public static final double FLOOR_SHARE = 5;

    public GateSettings {
        requireLimit(limit);
        if (maxWait.isNegative() || maxWait.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("gate.max-wait is " + maxWait + "; allowed is 0 s to 10 min");
        }
        if (minWait.isNegative() || minWait.compareTo(maxWait) > 0) {
            throw new IllegalArgumentException(
                    "gate.min-wait is " + minWait + "; allowed is 0 s to gate.max-wait, which is " + maxWait);
        }
        if (maxBacklog < 0 || maxBacklog > 100_000) {
            throw new IllegalArgumentException("gate.max-backlog is " + maxBacklog + "; allowed is 0 to 100000");
        }
        requireShare("gate.essential-share", essentialShare, 50);
        requireShare("gate.interactive-share", interactiveShare, 90);
        requireShare("gate.floor-share", floorShare, 50);
    }

    /** With the usual shares. */
    public GateSettings(int limit, Duration maxWait, Duration minWait, int maxBacklog) {
        this(limit, maxWait, minWait, maxBacklog, ESSENTIAL_SHARE, INTERACTIVE_SHARE, FLOOR_SHARE);
    }

    private static void requireShare(String setting, double percent, double most) {
        if (!(percent >= 0 && percent <= most)) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed is 0 to %.0f percent".formatted(setting, percent, most));
        }
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("gate.max-concurrent is " + limit + "; allowed is 1 to 10000");
        }
    }
}
