package dev.poolwarden.bench.overload;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of repeated runs, as the tables show them. */
final class Figures {

    private Figures() {}

    static Spread spread(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Spread.of(runs.stream().map(run -> figure.applyAsDouble(run)).toList());
    }

    /** A dash for nothing. */
    static String number(double value, int digits) {
        return new Spread(value, value, value).text(digits);
    }

    static String median(List<Run> runs, int digits, ToDoubleFunction<Run> figure) {
        return number(spread(runs, figure).median(), digits);
    }

    /** The worst, and a mark where a run does not count: it was the harness that was measured. */
    static String lateness(List<Run> runs) {
        boolean late = runs.stream().anyMatch(run -> run.harness().late());
        double worst = spread(runs, run -> run.harness().lateMs()).max();
        return number(worst, 1) + (late ? " (invalid)" : "");
    }

    static String cores(List<Run> runs) {
        return median(runs, 2, run -> run.harness().cores());
    }
}
