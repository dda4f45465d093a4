package dev.poolwarden.control;

import dev.poolwarden.breaker.BreakerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last {@value #MOST} transitions of the breaker and cleanups, told by the threads that cause them. Thread-safe: its lock is
 * held for no longer than a copy takes.
 */
public final class Marks {

    static final int MOST = 200;

    private final PlotClock clock;
    private final Deque<Mark> marks = new ArrayDeque<>(); // oldest first; guarded by this

    /** @param clock the same as of the {@link History} */
    public Marks(PlotClock clock) {
        this.clock = clock;
    }

    public synchronized void breaker(BreakerState state) {
        add(Mark.of(state, clock.now()));
    }

    /** A look at what would be done is none, nor what broke off. */
    public synchronized void cleanup(CleanupReport report) {
        if (!report.request().dryRun() && report.failure() == null) {
            add(Mark.of(report.request().mode(), clock.now()));
        }
    }

    private void add(Mark mark) {
        marks.addLast(mark);
        if (marks.size() > MOST) {
            marks.removeFirst();
        }
    }

    /** Those later than {@code after} and not later than {@code until}, in ms since 1970; oldest first. */
    public synchronized List<Mark> between(long after, long until) {
        return marks.stream()
                .filter(each -> each.at() > after && each.at() <= until)
                .toList();
    }
}
