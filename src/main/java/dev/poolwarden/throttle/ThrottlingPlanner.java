package dev.poolwarden.throttle;

import dev.poolwarden.pressure.Assessment;

/** Turns a judgement into what frontends must do. Immutable. */
public final class ThrottlingPlanner {

    private final ThrottlingSettings settings;

    public ThrottlingPlanner(ThrottlingSettings settings) {
        this.settings = settings;
    }

    public ThrottlingConfig plan(Assessment assessment, boolean breakerOpen) {
        ThrottlingLevel level = ThrottlingLevel.of(assessment.pressure());
        Budget budget = settings.budgets().get(level);
        return new ThrottlingConfig(
                level,
                budget,
                breakerOpen,
                assessment.health(),
                assessment.reasons(),
                settings.pollAfterSeconds(),
                settings.validForSeconds(),
                level == ThrottlingLevel.NORMAL ? 0 : secondsBetweenStarts(budget));
    }

    /** The pause that spreads a minute's budget evenly: whoever was refused and waits so long is within it. */
    private static int secondsBetweenStarts(Budget budget) {
        return (59 + budget.maxRequestsPerMinute()) / budget.maxRequestsPerMinute();
    }
}
