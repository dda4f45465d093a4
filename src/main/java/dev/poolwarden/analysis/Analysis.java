package dev.poolwarden.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What stands out, and what is to come. Immutable.
 *
 * @param at the tick that it is about, in ns of a monotonic clock
 * @param findings the weightiest first; empty when all is well
 * @param outlook null while nothing is known of the next minutes
 */
public record Analysis(long at, List<Finding> findings, Outlook outlook) {

    /** Each looks at the same situation, and none knows of another. */
    private static final List<Function<Situation, Stream<Finding>>> RULES = List.of(
            PresentReasons::findings,
            HeldIdle::findings,
            BackgroundWork::findings,
            OneClient::findings,
            DemandAhead::findings,
            LimitAtCapacity::findings,
            ServerRoom::findings,
            Recycling::findings,
            StandingOverflow::findings,
            PastTheKnee::findings,
            PoolOversized::findings);

    public Analysis {
        findings = List.copyOf(findings);
    }

    static Analysis of(Situation situation) {
        List<Finding> findings = RULES.stream()
                .flatMap(rule -> rule.apply(situation))
                .sorted(Comparator.comparingDouble(Finding::weight).reversed())
                .toList();
        return new Analysis(situation.now().reading().at(), findings, situation.outlook());
    }
}
