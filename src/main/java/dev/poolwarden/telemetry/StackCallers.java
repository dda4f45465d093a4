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

    /** @param threadName the name that the caller was made from; it may be changed */
    private record Named(String threadName, Caller caller) {}

    private final SampleBudget budget;
    private final ThreadLocal<Named> byName = new ThreadLocal<>();

    /** @param nanoTime a monotonic clock, in ns */
    public StackCallers(LongSupplier nanoTime) {
        this.budget = new SampleBudget(nanoTime);
    }

    @Override
    public Caller current() {
        return caller(budget.take());
    }

    @Override
    public Caller current(long now) {
        return caller(budget.take(now));
    }

    private Caller caller(boolean mayLook) {
        String method = mayLook ? nearestApplication() : null;
        return method == null ? thread() : new Caller(method, null);
    }

    /** Made once a thread: over the budget, it is asked for at every checkout. */
    private Caller thread() {
        String name = Thread.currentThread().getName();
        Named seen = byName.get();
        if (seen == null || !seen.threadName.equals(name)) {
            seen = new Named(name, new Caller(site(name), null));
            byName.set(seen);
        }
        return seen.caller;
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
    private static String site(String name) {
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
