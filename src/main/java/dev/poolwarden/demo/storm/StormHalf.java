package dev.poolwarden.demo.storm;

import dev.poolwarden.demo.storm.StormTable.Row;
import dev.poolwarden.gate.Priority;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The storm without the rules, or with them: tabs open one after the other, and each fires on until the time is over. */
final class StormHalf {

    /** Requests that a tab wants to have in flight; a thread each. */
    static final int A_TAB = 20;

    /** A page has something that people look at when all is slow. */
    private static final int ONE_ESSENTIAL_IN = 10;

    private static final Duration LOOK = Duration.ofMillis(250);

    /** More than who is called off needs to notice. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Site site;
    private final Usage usage;
    private final boolean rules;
    private final Tally tally = new Tally();
    private final Browser browser;
    private final Duration whole;
    private final Climb climb;
    private final Set<String> levels = new LinkedHashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(StormThreads::make);
    private int open;
    private volatile boolean over; // set by the storm's thread, read by the tabs'

    StormHalf(Site site, Usage usage, StormSize size, boolean rules) {
        this.site = site;
        this.usage = usage;
        this.rules = rules;
        this.browser = rules
                ? new ObedientBrowser(site, size.holdMs(), tally)
                : new CarelessBrowser(site, size.holdMs(), tally);
        this.whole = Duration.ofSeconds(size.seconds());
        this.climb = new Climb(size.tabs() * A_TAB, whole);
    }

    /**
     * Runs it to its end, which includes what is in flight by then.
     *
     * @throws CancellationException when the application shuts down
     */
    Row run() throws InterruptedException {
        try {
            threads.execute(() -> untilInterrupted(browser::listen));
            blow();
            over = true;
            browser.close();
            threads.shutdown();
            threads.awaitTermination(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return tally.row(rules, List.copyOf(levels));
        } finally {
            over = true;
            threads.shutdownNow();
            threads.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void blow() throws InterruptedException {
        long start = System.nanoTime();
        for (long elapsed = 0; elapsed < whole.toNanos(); elapsed = System.nanoTime() - start) {
            look(elapsed);
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void look(long elapsed) throws InterruptedException {
        try {
            String level = site.advice(MultiMap.caseInsensitiveMultiMap()).level();
            levels.add(level);
            open(climb.requests(level, usage.percent().orElse(0), elapsed));
        } catch (ExecutionException | TimeoutException e) {
            // The next look is soon.
        }
    }

    private void open(int wanted) {
        for (; open < wanted; open++) {
            threads.execute(() -> untilInterrupted(this::fireOn));
        }
    }

    private void fireOn() throws InterruptedException {
        for (int i = 0; !over; i++) {
            browser.fetch(i % ONE_ESSENTIAL_IN == 0 ? Priority.ESSENTIAL : Priority.INTERACTIVE);
        }
    }

    /** What a thread of the storm does. */
    @FunctionalInterface
    private interface Task {
        void run() throws InterruptedException;
    }

    private static void untilInterrupted(Task task) {
        try {
            task.run();
        } catch (InterruptedException | CancellationException e) {
            // The storm was called off.
        }
    }
}
