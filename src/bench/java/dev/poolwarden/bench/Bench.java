package dev.poolwarden.bench;

import dev.poolwarden.bench.listeners.Listeners;
import dev.poolwarden.bench.overhead.Overhead;
import dev.poolwarden.bench.overload.Overload;
import java.util.Map;
import java.util.TreeMap;

/** Runs one measurement by name: {@code ./mvnw -Pbench verify -Dbench=outside-wait}. A new one adds its line here. */
public final class Bench {

    /** A measurement, which prints what it found. */
    @FunctionalInterface
    private interface Measurement {
        void run() throws Exception;
    }

    private static final Map<String, Measurement> ALL = new TreeMap<>(Map.of(
            "outside-wait", OutsideWait::measure,
            "listeners", Listeners::measure,
            "overhead", Overhead::measure,
            "overload", Overload::measure,
            "limits", LimitTable::measure,
            "limits-postgres", LimitOnPostgres::measure));

    private Bench() {}

    public static void main(String[] names) throws Exception {
        Measurement measurement = names.length == 1 ? ALL.get(names[0]) : null;
        if (measurement == null) {
            System.err.println("Which measurement? -Dbench= one of " + ALL.keySet());
            System.exit(2);
        } else {
            measurement.run();
        }
    }
}
