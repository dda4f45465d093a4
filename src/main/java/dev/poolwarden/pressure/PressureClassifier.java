package dev.poolwarden.pressure;

import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import dev.poolwarden.reading.PoolReading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Judges the pressure from one reading a second, slow to be alarmed by noise and slower to believe that it is over.
 *
 * <ul>
 *   <li>What needs no second look (rejections, breaker open, database away, writes refused) counts at once.
 *   <li>Usage raises the level when two of the last three windows are above a threshold.
 *   <li>The level falls, straight to what all windows of the last 30 s support with every threshold 10 points lower.
 *   <li>The first reading sets the level as it is.
 * </ul>
 *
 * Not thread-safe: the monitor owns it.
 */
public final class PressureClassifier {

    /**
     * One second as it was judged.
     *
     * @param hard by what needs no second look
     * @param raising by the thresholds
     * @param holding by the thresholds less the margin
     */
    private record Window(
            long at, Pressure hard, Pressure raising, Pressure holding, boolean rejected, boolean diskFull) {

        Pressure measured() {
            return hard.or(raising);
        }

        Pressure held() {
            return hard.or(holding);
        }
    }

    private final PressureSettings settings;
    private final Deque<Window> windows = new ArrayDeque<>(); // newest first
    private Pressure level;
    private boolean wasWritable;
    private long horizon; // what is older holds no level

    public PressureClassifier(PressureSettings settings) {
        this.settings = settings;
    }

    /** Judges the next reading; readings come in the order of their times. */
    public Assessment assess(PoolReading reading) {
        List<Reason> states = stateReasons(reading);
        boolean rejected = reading.rejections() > 0;
        Pressure hard = rejected ? Pressure.CRITICAL : hardest(states);
        if (reading.diskFull()) {
            hard = hard.or(Reason.DATABASE_DISK_FULL.pressure());
        }
        Window window = new Window(
                reading.at(),
                hard,
                usagePressure(reading, 0),
                usagePressure(reading, settings.margin()),
                rejected,
                reading.diskFull());
        windows.addFirst(window);
        horizon = reading.at() - settings.fallAfter().toNanos();
        forget();

        level = level == null ? window.measured() : next(hard);
        return new Assessment(level, reasons(states));
    }

    /**
     * What explains the level. Usage and rejections speak for as long as they are remembered, as they hold the level for so
     * long: noise around a threshold, and around where a level ends, does not change what is published.
     */
    private List<Reason> reasons(List<Reason> states) {
        List<Reason> reasons = new ArrayList<>(states);
        if (recent().anyMatch(Window::rejected)) {
            reasons.add(Reason.REQUESTS_REJECTED);
        }
        if (recent().anyMatch(Window::diskFull)) {
            reasons.add(Reason.DATABASE_DISK_FULL);
        }
        Reason usageReason = usageReason(atMostLevel(hardestOf(Window::holding)));
        if (usageReason != null) {
            reasons.add(usageReason);
        }
        if (hardest(reasons).compareTo(level) < 0) {
            reasons.add(0, Reason.RECOVERING);
        }
        return reasons;
    }

    private Pressure next(Pressure hard) {
        Pressure raised = hard.or(confirmed());
        return raised.compareTo(level) >= 0 ? raised : raised.or(atMostLevel(hardestOf(Window::held)));
    }

    /** The highest level that enough of the latest windows reach. */
    private Pressure confirmed() {
        List<Pressure> latest = windows.stream()
                .limit(settings.raiseOf())
                .map(Window::measured)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
        return latest.size() < settings.raiseWindows() ? Pressure.LOW : latest.get(settings.raiseWindows() - 1);
    }

    private Pressure hardestOf(Function<Window, Pressure> judgement) {
        return recent().map(judgement).reduce(Pressure.LOW, Pressure::or);
    }

    private Pressure atMostLevel(Pressure pressure) {
        return pressure.compareTo(level) < 0 ? pressure : level;
    }

    private Stream<Window> recent() {
        return windows.stream().takeWhile(this::isRecent);
    }

    private boolean isRecent(Window window) {
        return window.at() - horizon > 0;
    }

    /** Keeps what may still raise the level, however short the time after which it falls. */
    private void forget() {
        while (windows.size() > settings.raiseOf() && !isRecent(windows.getLast())) {
            windows.removeLast();
        }
    }

    private Pressure usagePressure(PoolReading reading, double margin) {
        double usage = reading.usagePercent().orElse(0);
        if (usage > settings.critical() - margin) {
            return Pressure.CRITICAL;
        }
        if (usage >= settings.high() - margin) {
            return Pressure.HIGH;
        }
        return usage >= settings.moderate() - margin ? Pressure.MODERATE : Pressure.LOW;
    }

    private List<Reason> stateReasons(PoolReading reading) {
        List<Reason> reasons = new ArrayList<>();
        if (reading.database() instanceof Unknown) {
            reasons.add(Reason.DATABASE_UNKNOWN);
        } else if (reading.database() instanceof Unreachable unreachable) {
            reasons.add(reasonFor(unreachable.trouble()));
        } else if (reading.capacity() == 0) {
            reasons.add(Reason.DATABASE_FULL);
        }
        if (reading.database() instanceof Reachable here) {
            wasWritable |= !here.readOnly();
            if (here.readOnly() && wasWritable) { // else it was never meant to be written to
                reasons.add(Reason.DATABASE_READ_ONLY);
            }
        }
        if (!reading.breakerClosed()) {
            reasons.add(Reason.BREAKER_OPEN);
        }
        return reasons;
    }

    private static Reason reasonFor(Trouble trouble) {
        return switch (trouble) {
            case AWAY -> Reason.DATABASE_UNREACHABLE;
            case FULL -> Reason.DATABASE_FULL;
            case LOGIN_REFUSED -> Reason.DATABASE_LOGIN_REFUSED;
        };
    }

    private static Reason usageReason(Pressure usage) {
        return switch (usage) {
            case LOW -> null;
            case MODERATE -> Reason.USAGE_MODERATE;
            case HIGH -> Reason.USAGE_HIGH;
            case CRITICAL -> Reason.USAGE_CRITICAL;
        };
    }

    private static Pressure hardest(List<Reason> reasons) {
        return reasons.stream().map(Reason::pressure).reduce(Pressure.LOW, Pressure::or);
    }
}
