package dev.poolwarden.telemetry;

import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import java.util.function.LongSupplier;

/**
 * Knows who borrows by the stack: the application's method nearest to the pool. Looking at a stack takes microseconds, so a
 * budget limits how often it is done; beyond it, and where no application is on the stack, it is the thread's name.
 */
public final class StackCallers implements Callers {

    private static final StackWalker WALKER = StackWalker.getInstance();

    /** Deeper than frameworks pile up between a pool and an application; bounds what a single sample costs. */
    private static final int DEEPEST = 200;

    private final SampleBudget budget;

    /** @param nanoTime a monotonic clock, in ns */
    public StackCallers(LongSupplier nanoTime) {
        this.budget = new SampleBudget(nanoTime);
    }

    @Override
    public Caller current() {
        String method = budget.take() ? nearestApplication() : null;
        return new Caller(method == null ? thread(Thread.currentThread().getName()) : method, null);
    }

    /** Null where only plumbing is on the stack. */
    private static String nearestApplication() {
        return WALKER.walk(frames -> frames.limit(DEEPEST)
                .filter(CallSite::isApplication)
                .findFirst()
                .map(CallSite::of)
                .orElse(null));
    }

    /** With # for each number: threads come and go, and the number of sites must stay bounded. */
    private static String thread(String name) {
        if (name.isEmpty()) {
            return "virtual thread"; // of all threads, these alone are made without a name
        }
        StringBuilder site = new StringBuilder("thread ");
        boolean inNumber = false;
        for (int i = 0; i < name.length(); i++) {
            boolean digit = Character.isDigit(name.charAt(i));
            if (!digit || !inNumber) {
                site.append(digit ? '#' : name.charAt(i));
            }
            inNumber = digit;
        }
        return site.toString();
    }
}
