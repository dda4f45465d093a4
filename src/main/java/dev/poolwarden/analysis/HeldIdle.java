package dev.poolwarden.analysis;

import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.HealthStatus;
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
        double before = lostBefore(use.sharePercent(), idle, situation);
        double now = lostNow(use.site(), situation);
        return idle < LEAST_IDLE_PERCENT
                        || use.meanHeldMillis() < SHORTEST_MILLIS
                        || Math.max(before, now) < LEAST_LOST_PERCENT
                ? Stream.empty()
                : Stream.of(finding(use, idle, before, now, situation.severity()));
    }

    /** What part of the capacity it kept from others: its part of the connections in use, as far as they were idle. */
    private static double lostBefore(double share, double idle, Situation situation) {
        double held = situation.recent().mean(Quantity.IN_FLIGHT) * share / 100;
        return held * idle / situation.now().reading().capacity();
    }

    /** What part it keeps from them at present. In a calm pool a single sample says nothing, and nobody misses it. */
    private static double lostNow(String site, Situation situation) {
        PublishedState now = situation.now();
        long idle = now.holders().held().stream()
                .map(Held::connection)
                .filter(each -> each.holder().caller().site().equals(site)
                        && each.backend().activity().isIdle())
                .count();
        return now.assessment().health() == HealthStatus.HEALTHY
                ? 0
                : 100.0 * idle / now.reading().capacity();
    }

    private static Finding finding(CallSiteUse use, double idle, double before, double now, Severity severity) {
        double lost = Math.max(before, now);
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
                "Holds a connection %.1f s, %.0f %% of it idle, and has %.0f %% of all holding time; that way it "
                        + (now >= before ? "keeps" : "kept, by the mean of the last minutes,")
                        + " %.0f %% of the capacity from others",
                use.meanHeldMillis() / 1000.0,
                idle,
                use.sharePercent(),
                lost);
    }
}
