package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the database can do at best for a workload: the closed-loop throughput of the best fixed limit. Found by trying many
 * limits briefly and the best of them again for longer, since the highest of many noisy figures is too high; measured again
 * later to see whether the machine is still the same. One thread.
 */
final class Capacity {

    private static final List<Integer> LIMITS = List.of(1, 2, 3, 4, 6, 8, 12, 16, 20, 30, 40, 60, 80);
    private static final Duration BRIEF = Duration.ofMillis(1_000);
    private static final Duration LONGER = Duration.ofMillis(3_000);
    private static final int FINALISTS = 3;

    private final String url;
    private final Workload workload;
    private final TreeMap<Integer, Double> tried = new TreeMap<>();
    private final List<Double> measured = new ArrayList<>();
    private final int bestLimit;

    Capacity(String url, Workload workload) throws SQLException, InterruptedException {
        this.url = url;
        this.workload = workload;
        try (ClosedLoop loop = new ClosedLoop(url, workload)) {
            for (int limit : LIMITS) {
                if (limit <= workload.mostConnections()) {
                    tried.put(limit, loop.throughput(limit, BRIEF));
                }
            }
            for (int limit : best(FINALISTS)) {
                tried.put(limit, loop.throughput(limit, LONGER));
            }
        }
        bestLimit = best(1).get(0);
        measured.add(tried.get(bestLimit));
    }

    private List<Integer> best(int count) {
        return tried.keySet().stream()
                .sorted(Comparator.comparing(tried::get).reversed())
                .limit(count)
                .toList();
    }

    /** Measures the best limit once more. */
    void measureAgain() throws SQLException, InterruptedException {
        try (ClosedLoop loop = new ClosedLoop(url, workload)) {
            measured.add(loop.throughput(bestLimit, LONGER));
        }
    }

    int bestLimit() {
        return bestLimit;
    }

    /** Requests/s when it was found; what the loads are multiples of. */
    double atFirst() {
        return measured.get(0);
    }

    /** Requests/s over all measurements so far; what results are shares of. */
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
