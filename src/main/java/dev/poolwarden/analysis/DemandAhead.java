package dev.poolwarden.analysis;

import java.util.List;
import java.util.stream.Stream;

/** The demand rises, and will be more than the capacity within minutes if it goes on. */
final class DemandAhead {

    private DemandAhead() {}

    static Stream<Finding> findings(Situation situation) {
        return situation.forecast().stream()
                .filter(outlook -> outlook.capacity() > 0)
                .flatMap(DemandAhead::finding);
    }

    private static Stream<Finding> finding(Outlook outlook) {
        for (int i = 0; i < Outlook.IN_SECONDS.size(); i++) {
            if (outlook.connections().get(i) > outlook.capacity()) {
                return Stream.of(finding(outlook, i));
            }
        }
        return Stream.empty();
    }

    /** @param first the first of the times at which there will not be enough */
    private static Finding finding(Outlook outlook, int first) {
        List<Integer> times = Outlook.IN_SECONDS;
        int needed = outlook.connections().get(first);
        Figures figures = Figures.NONE
                .and("needed", needed)
                .and("capacity", outlook.capacity())
                .and("in_seconds", times.get(first));
        return Topic.DEMAND_EXCEEDS_CAPACITY.finding(
                Severity.WARNING,
                100.0 * (times.size() - first) / times.size(),
                "",
                figures,
                "By the trend of the last minutes %d will be needed in %d min, and %d can be in use",
                needed,
                times.get(first) / 60,
                outlook.capacity());
    }
}
