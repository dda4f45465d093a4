package dev.poolwarden.analysis;

import dev.poolwarden.reclaim.CallSiteUse;
import java.util.stream.Stream;

/** Places that hold connections the server has nothing to do for: the usual reason of a full pool on an idle database. */
final class HeldIdle {

    /** A tenth of the capacity is the distance of a level to the next: less, given back, would change nobody's day. */
    static final double LEAST_LOST_PERCENT = 10;

    /** From here on the place waits for something else for longer than for the database. */
    static final double LEAST_IDLE_PERCENT = 50;

    /** Shorter holds are idle between their statements: round trips, and nobody outside who is waited for. */
    static final long SHORTEST_MILLIS = 200;

    /** Before that, one sample more or less would decide. */
    private static final double LEAST_SECONDS = 5;

    private HeldIdle() {}

    static Stream<Finding> findings(Situation situation) {
        return situation.recent().covers(LEAST_SECONDS)
                        && situation.now().reading().capacity() > 0
                ? situation.now().holders().callSites().stream().flatMap(use -> finding(use, situation))
                : Stream.empty();
    }

    private static Stream<Finding> finding(CallSiteUse use, Situation situation) {
        double idle = use.idlePercent().orElse(0); // where the server does not say it, nothing is claimed
        double lost = lostPercent(use.sharePercent(), idle, situation);
        return idle < LEAST_IDLE_PERCENT || use.meanHeldMillis() < SHORTEST_MILLIS || lost < LEAST_LOST_PERCENT
                ? Stream.empty()
                : Stream.of(finding(use, idle, lost, situation.severity()));
    }

    /** What part of the capacity it kept from others: its part of the connections in use, as far as they were idle. */
    private static double lostPercent(double share, double idle, Situation situation) {
        double held = situation.recent().mean(Quantity.IN_FLIGHT) * share / 100;
        return held * idle / situation.now().reading().capacity();
    }

    private static Finding finding(CallSiteUse use, double idle, double lost, Severity severity) {
        Figures figures = Figures.NONE
                .and("mean_held_ms", use.meanHeldMillis())
                .and("idle_percent", idle)
                .and("share_percent", use.sharePercent())
                .and("lost_percent", lost);
        return Topic.HELD_IDLE.finding(
                severity,
                lost,
                use.site(),
                figures,
                "Holds a connection %.1f s, %.0f %% of it idle, and has %.0f %% of all holding time; it keeps %.0f %% of the capacity"
                        + " from others that way",
                use.meanHeldMillis() / 1000.0,
                idle,
                use.sharePercent(),
                lost);
    }
}
