package dev.poolwarden.analysis;

import java.util.stream.Stream;

/** A base size that is not the base: there are more connections than that nearly all the time, and they are used. */
final class StandingOverflow {

    /** Overflow is for peaks; four fifths of the time is none. */
    static final double LEAST_PERCENT = 80;

    /** More than two minutes without a break, as the sums fade. */
    static final double LEAST_SECONDS = 60;

    private StandingOverflow() {}

    static Stream<Finding> findings(Situation situation) {
        Recent recent = situation.recent();
        double percent = recent.percent(Quantity.OVERFLOW);
        double used = recent.mean(Quantity.IN_FLIGHT);
        return recent.covers(LEAST_SECONDS)
                        && percent >= LEAST_PERCENT
                        && 2 * used >= situation.now().pool().size()
                ? Stream.of(finding(situation, percent))
                : Stream.empty();
    }

    private static Finding finding(Situation situation, double percent) {
        int size = situation.now().pool().size();
        double open = size + situation.recent().mean(Quantity.BEYOND_SIZE);
        Figures figures =
                Figures.NONE.and("overflow_percent", percent).and("size", size).and("mean_established", open);
        return Topic.STANDING_OVERFLOW.finding(
                Severity.INFO,
                percent,
                "",
                figures,
                "In %.0f %% of the last minutes more than the base size of %d were open, by the mean %.1f",
                percent,
                size,
                open);
    }
}
