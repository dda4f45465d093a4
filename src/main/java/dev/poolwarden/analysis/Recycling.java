package dev.poolwarden.analysis;

import java.util.stream.Stream;

/** Connections that go nearly as fast as they come. Nobody notes what made each of them go, so nothing is said of that. */
final class Recycling {

    /** Six a minute: a pool that was replaced at once, after an outage say, is busy with it for seconds and then no more. */
    static final double LEAST_OPENING_PERCENT = 10;

    /** To open one costs the server a process and a sign-in, as much as tens of short statements; over a hundred uses that is little. */
    static final double FEWEST_USES = 100;

    private static final double LEAST_SECONDS = 30;

    private Recycling() {}

    static Stream<Finding> findings(Situation situation) {
        Recent recent = situation.recent();
        double uses = recent.ratio(Quantity.BORROWED, Quantity.OPENED);
        boolean often = recent.covers(LEAST_SECONDS) && recent.percent(Quantity.OPENING) >= LEAST_OPENING_PERCENT;
        return often && uses < FEWEST_USES ? Stream.of(finding(situation, uses)) : Stream.empty();
    }

    private static Finding finding(Situation situation, double uses) {
        double perMinute = 60 * situation.recent().mean(Quantity.OPENED);
        Figures figures = Figures.NONE
                .and("opened_per_minute", perMinute)
                .and("uses_per_connection", uses)
                .and("retired_since_start", situation.now().pool().retired())
                .and("connection_errors_since_start", situation.now().pool().connectionErrors());
        return Topic.RECYCLING.finding(
                Severity.WARNING,
                FEWEST_USES - uses,
                "",
                figures,
                "%.0f connections were opened a minute, one for each %.0f uses",
                perMinute,
                uses);
    }
}
