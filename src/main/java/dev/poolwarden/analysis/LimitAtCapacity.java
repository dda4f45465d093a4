package dev.poolwarden.analysis;

import dev.poolwarden.control.LimitChange;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.gate.LimitReason;
import java.util.List;
import java.util.stream.Stream;

/** The adaptive limit rose as far as it may because more got done each time, and callers still wait. */
final class LimitAtCapacity {

    /** The limit learns only while callers wait; half of the time is where it counts a moment as one of want, too. */
    static final double LEAST_WAITED_PERCENT = 50;

    private LimitAtCapacity() {}

    static Stream<Finding> findings(Situation situation) {
        LimitPilot.State limit = situation.now().limit();
        int capacity = situation.now().reading().capacity();
        double waited = situation.recent().percent(Quantity.WAITED);
        return limit.decision().kept() < capacity
                        || !roseByWhatGotDone(limit.changes())
                        || waited < LEAST_WAITED_PERCENT
                ? Stream.empty()
                : Stream.of(finding(limit.changes().get(0), waited));
    }

    private static boolean roseByWhatGotDone(List<LimitChange> changes) {
        return !changes.isEmpty() && changes.get(0).reason() == LimitReason.MORE_THROUGHPUT;
    }

    private static Finding finding(LimitChange last, double waited) {
        Figures figures = Figures.NONE
                .and("limit", last.to())
                .and("limit_before", last.from())
                .and("waited_percent", waited);
        return Topic.LIMIT_AT_CAPACITY.finding(
                Severity.WARNING,
                0,
                "",
                figures,
                "More got done with %d permits than with %d, there can be no more than that, and callers waited in %.0f %% of the last"
                        + " minutes",
                last.to(),
                last.from(),
                waited);
    }
}
