package dev.poolwarden.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How often each invariant was looked at, and each time it did not hold, with the figures. Thread-safe. */
final class Findings {

    private final long start = System.nanoTime();
    private final Map<Invariant, Integer> looks = new EnumMap<>(Invariant.class); // guarded by this
    private final Map<Invariant, List<String>> violations = new EnumMap<>(Invariant.class); // guarded by this

    /** @param figures what was seen, asked for only where it does not hold */
    synchronized void check(Invariant invariant, boolean holds, Supplier<String> figures) {
        looks.merge(invariant, 1, Integer::sum);
        if (!holds) {
            violations
                    .computeIfAbsent(invariant, each -> new ArrayList<>())
                    .add(clock(System.nanoTime()) + " " + figures.get());
        }
    }

    /** Minutes and seconds since the beginning. */
    String clock(long nanoTime) {
        Duration since = Duration.ofNanos(nanoTime - start);
        return String.format(
                Locale.ROOT, "%d:%02d.%d", since.toMinutes(), since.toSecondsPart(), since.toMillisPart() / 100);
    }

    /** How often this one was looked at. */
    synchronized int looks(Invariant invariant) {
        return looks.getOrDefault(invariant, 0);
    }

    /** When and how this one did not hold. */
    synchronized List<String> violations(Invariant invariant) {
        return List.copyOf(violations.getOrDefault(invariant, List.of()));
    }
}
