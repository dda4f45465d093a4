package dev.poolwarden.analysis;

import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.reading.PoolCounts;
import java.util.stream.Stream;

/**
 * The adaptive limit found that half of the connections, or fewer, get as much done. The server's cores are not to be seen over
 * SQL, so nothing is said of them: what was tried is the evidence.
 */
final class PoolOversized {

    /** As long as the limit moves, it has not found anything yet. */
    static final double LEAST_PERCENT = 80;

    /** See {@link StandingOverflow#LEAST_SECONDS}. */
    static final double LEAST_SECONDS = 60;

    private PoolOversized() {}

    static Stream<Finding> findings(Situation situation) {
        Recent recent = situation.recent();
        LimitPilot.State limit = situation.now().limit();
        double percent = recent.percent(Quantity.ROOMY);
        return recent.covers(LEAST_SECONDS) && percent >= LEAST_PERCENT && wasTried(limit)
                ? Stream.of(finding(limit.decision().kept(), situation.now().pool(), percent))
                : Stream.empty();
    }

    /** It may as well be low because it began there, or because the server grants no more. */
    private static boolean wasTried(LimitPilot.State limit) {
        return limit.decision().reason() == LimitReason.NO_GAIN
                || limit.changes().stream().limit(1).anyMatch(each -> each.reason() == LimitReason.SAME_WITH_LESS);
    }

    private static Finding finding(int kept, PoolCounts pool, double percent) {
        int most = pool.size() + pool.maxOverflow();
        Figures figures =
                Figures.NONE.and("limit", kept).and("size_and_overflow", most).and("percent_of_time", percent);
        return Topic.POOL_OVERSIZED.finding(
                Severity.INFO,
                0,
                "",
                figures,
                "As much got done with %d at a time as with more, of %d that are allowed; the limit was that low in %.0f %% of the last"
                        + " minutes",
                kept,
                most,
                percent);
    }
}
