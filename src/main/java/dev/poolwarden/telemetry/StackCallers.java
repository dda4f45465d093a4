package dev.poolwarden.telemetry;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;

/**
 * Knows who borrows by the stack: the application's method nearest to the pool. Looking at a stack takes microseconds, so a
 * budget limits how often it is done; beyond it, and where no application is on the stack, nothing is known.
 */
public final class StackCallers implements Callers {

    private static final StackWalker WALKER = StackWalker.getInstance();

    /** Deeper than frameworks pile up between a pool and an application; bounds what a single sample costs. */
    private static final int DEEPEST = 200;

    private final SampleBudget budget;

    /** @param now the gate's clock, in ns */
    public StackCallers(long now) {
        this.budget = new SampleBudget(now);
    }

    @Override
    public Caller known(long now) {
        String method = budget.take(now) ? nearestApplication() : null;
        return method == null ? null : new Caller(method, null);
    }

    /** Null where only plumbing is on the stack. */
    private static String nearestApplication() {
        return WALKER.walk(frames -> frames.limit(DEEPEST)
                .filter(CallSite::isApplication)
                .findFirst()
                .map(CallSite::of)
                .orElse(null));
    }
}
