package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;

/** Finds how many rows the CPU-bound query must add up, so that this machine answers about 400 of them a second. */
final class CpuSizing {

    private static final double WANTED_PER_SECOND = 400;
    private static final int FIRST_GUESS = 20_000;
    private static final int ROUNDS = 3;
    private static final int CALLERS = 4;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private CpuSizing() {}

    static int rows(String url) throws SQLException, InterruptedException {
        int rows = FIRST_GUESS;
        for (int round = 0; round < ROUNDS; round++) {
            try (ClosedLoop loop = new ClosedLoop(url, Workload.cpu(rows), CALLERS)) {
                rows = (int) Math.max(1_000, rows * loop.throughput(CALLERS, ROUND) / WANTED_PER_SECOND);
            }
        }
        return rows;
    }
}
