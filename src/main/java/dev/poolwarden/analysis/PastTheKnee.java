package dev.poolwarden.analysis;

import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.reclaim.CallSiteUse;
import java.util.stream.Stream;

/**
 * Where the limit is fixed, nobody tries another one; but the load does, by itself. If no more gets done while nearly all permits
 * are out than while half are, callers only take longer: by Little's law as much longer as there are more of them. What the best
 * limit would be, that does not say.
 */
final class PastTheKnee {

    /** Of throughput over concurrency, as the adaptive limit judges it; it wants at least so much to let a quarter not do. */
    static final double MOST_ELASTICITY = 0.15;

    /** Of each of both, so that a burst is none; the sums fade, so of the last minutes. */
    static final double LEAST_SECONDS = 15;

    /** Callers that were served in each: one more or less must not decide. */
    static final double LEAST_DONE = 100;

    /** Who holds without working is not waiting for the database: then a longer hold says nothing of it. */
    static final double MOST_IDLE_PERCENT = 50;

    private PastTheKnee() {}

    static Stream<Finding> findings(Situation situation) {
        Recent recent = situation.recent();
        boolean fixed = situation.now().limit().decision().reason() == LimitReason.FIXED;
        return fixed && isCompared(recent) && isAtWork(situation) && elasticity(recent) < MOST_ELASTICITY
                ? Stream.of(finding(recent))
                : Stream.empty();
    }

    private static boolean isCompared(Recent recent) {
        return Math.min(recent.sum(Quantity.HALF_SECONDS), recent.sum(Quantity.FULL_SECONDS)) >= LEAST_SECONDS
                && Math.min(recent.sum(Quantity.HALF_DONE), recent.sum(Quantity.FULL_DONE)) >= LEAST_DONE;
    }

    /** Known to be: where the server does not say, nothing is claimed. */
    private static boolean isAtWork(Situation situation) {
        return situation.now().holders().callSites().stream()
                        .filter(use -> use.idlePercent().isPresent())
                        .mapToDouble(PastTheKnee::workingPercent)
                        .sum()
                > 100 - MOST_IDLE_PERCENT;
    }

    private static double workingPercent(CallSiteUse use) {
        return use.sharePercent() * (100 - use.idlePercent().orElse(100)) / 100;
    }

    private static double elasticity(Recent recent) {
        double more = recent.ratio(Quantity.FULL_DONE, Quantity.FULL_SECONDS)
                / recent.ratio(Quantity.HALF_DONE, Quantity.HALF_SECONDS);
        double atOnce = recent.ratio(Quantity.FULL_IN_FLIGHT, Quantity.FULL_SECONDS)
                / recent.ratio(Quantity.HALF_IN_FLIGHT, Quantity.HALF_SECONDS);
        return Math.log(more) / Math.log(atOnce);
    }

    private static Finding finding(Recent recent) {
        double half = recent.ratio(Quantity.HALF_IN_FLIGHT, Quantity.HALF_SECONDS);
        double full = recent.ratio(Quantity.FULL_IN_FLIGHT, Quantity.FULL_SECONDS);
        double atHalf = recent.ratio(Quantity.HALF_DONE, Quantity.HALF_SECONDS);
        double atFull = recent.ratio(Quantity.FULL_DONE, Quantity.FULL_SECONDS);
        Figures figures = Figures.NONE
                .and("in_flight", full)
                .and("per_second", atFull)
                .and("in_flight_at_half", half)
                .and("per_second_at_half", atHalf);
        return Topic.PAST_THE_KNEE.finding(
                Severity.INFO,
                0,
                "",
                figures,
                "With %.1f at a time %.1f a second were served, with %.1f at a time %.1f; the limit is fixed, so no other one was tried",
                full,
                atFull,
                half,
                atHalf);
    }
}
