package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the database can do at best for a workload: the closed-loop throughput of the best fixed limit. Found by trying many
 * limits briefly and the best of them again for longer, since the highest of many noisy figures is too high; of those that are
 * as good as alike it is the lowest. Measured again before and after each run, for the machine may not be the same any more. One thread.
 */
final class Capacity {

    private static final List<Integer> LIMITS = List.of(1, 2, 3, 4, 6, 8, 12, 16, 20, 30, 40, 60, 80);
    private static final Duration BRIEF = Duration.ofMillis(1_000);
    private static final Duration LONGER = Duration.ofMillis(3_000);
    private static final Duration AGAIN = Duration.ofMillis(1_500);
    private static final int FINALISTS = 4;
    private static final double ALIKE = 0.97;
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    private final String url;
    private final Workload workload;
    private final TreeMap<Integer, Double> tried = new TreeMap<>();
    private final List<Double> measured = new ArrayList<>();
    private final int bestLimit;
    private long measuredAt;

    Capacity(String url, Workload workload) throws SQLException, InterruptedException {
        this.url = url;
        this.workload = workload;
        TreeMap<Integer, Double> finals = new TreeMap<>();
        try (ClosedLoop loop = new ClosedLoop(url, workload, workload.mostConnections())) {
            for (int limit : LIMITS) {
                if (limit <= workload.mostConnections()) {
                    tried.put(limit, loop.throughput(limit, BRIEF));
                }
            }
            for (int limit : best()) {
                finals.put(limit, loop.throughput(limit, LONGER));
            }
        }
        tried.putAll(finals);
        double most = Collections.max(finals.values());
        bestLimit = finals.keySet().stream()
                .filter(limit -> finals.get(limit) >= ALIKE * most)
                .findFirst()
                .orElseThrow();
        took(finals.get(bestLimit));
    }

    private List<Integer> best() {
        return tried.keySet().stream()
                .sorted(Comparator.comparing(tried::get).reversed())
                .limit(FINALISTS)
                .toList();
    }

    private void took(double perSecond) {
        measured.add(perSecond);
        measuredAt = System.nanoTime();
    }

    /** Requests/s now: measured once more, unless that was done just before. */
    double now() throws SQLException, InterruptedException {
        if (System.nanoTime() - measuredAt > FRESH) {
            try (ClosedLoop loop = new ClosedLoop(url, workload, bestLimit)) {
                took(loop.throughput(bestLimit, AGAIN));
            }
        }
        return measured.get(measured.size() - 1);
    }

    int bestLimit() {
        return bestLimit;
    }

    /** Requests/s when it was found; what the loads are multiples of. */
    double atFirst() {
        return measured.get(0);
    }

    /** Requests/s over all measurements so far. */
    Spread perSecond() {
        return Spread.of(measured);
    }

    /** Requests/s of each limit that was tried, on one line. */
    String trials() {
        return tried.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%d: %.0f", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
