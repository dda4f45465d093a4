package dev.poolwarden.analysis;

import dev.poolwarden.analysis.Recent.Crowd;
import dev.poolwarden.analysis.Recent.Part;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums by name that fade; of at most 500 names. Not thread-safe. */
final class NamedSums {

    private static final int MOST = 500;
    private static final int TOLD = 5;
    private static final double FORGOTTEN = 0.01; // connection-seconds

    private final Map<String, Double> sums = new HashMap<>();
    private double all;

    void fade(double factor) {
        all *= factor;
        sums.replaceAll((name, sum) -> sum * factor);
        sums.values().removeIf(sum -> sum < FORGOTTEN);
    }

    /** @param name null for nobody's in particular */
    void add(String name, double amount) {
        all += amount;
        if (name != null && (sums.size() < MOST || sums.containsKey(name))) {
            sums.merge(name, amount, Double::sum);
        }
    }

    Crowd crowd() {
        if (sums.isEmpty()) {
            return Crowd.NOBODY;
        }
        List<Part> largest = sums.entrySet().stream()
                .map(each -> new Part(each.getKey(), percent(each.getValue())))
                .sorted(Comparator.comparingDouble((Part each) -> -each.percent())
                        .thenComparing(Part::name))
                .limit(TOLD)
                .toList();
        double named = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Crowd(percent(named), sums.size(), largest);
    }

    private double percent(double sum) {
        return Math.min(100, 100 * sum / all);
    }
}
