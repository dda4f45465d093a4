package dev.poolwarden.demo.storm;

import dev.poolwarden.gate.Priority;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** All its tabs share one budget, and obey the {@link Rules}. */
final class ObedientBrowser implements Browser {

    private static final double JITTER = 0.2;
    private static final long FIRST_BACKOFF_MS = 500;

    private final Site site;
    private final int holdMs;
    private final Tally tally;
    private final String client = UUID.randomUUID().toString();

    /** Who is first waits for the rules, the others for the first: a place or a pause over concerns one of them only. */
    private final ReentrantLock line = new ReentrantLock(true);

    private final Rules rules = new Rules(System.nanoTime()); // guarded by this
    private boolean closed; // guarded by this

    ObedientBrowser(Site site, int holdMs, Tally tally) {
        this.site = site;
        this.holdMs = holdMs;
        this.tally = tally;
    }

    /** What may not be sent now, its page tries again once the server expects that to make sense. */
    @Override
    public void fetch(Priority priority) throws InterruptedException {
        for (int tries = 1; awaitTurn(priority); tries++) {
            Answer answer = send(priority);
            if (!answer.mayBeRepeated() || !mayRepeat(priority, tries)) {
                return;
            }
            pause(Duration.ofMillis(answer.retryAfterSeconds() * 1000 + backoffMs(tries)));
        }
        pause(Duration.ofSeconds(Math.max(1, advice().retryAfterSeconds())));
    }

    private boolean awaitTurn(Priority priority) throws InterruptedException {
        line.lockInterruptibly();
        try {
            return awaitStart(priority);
        } finally {
            line.unlock();
        }
    }

    private synchronized boolean awaitStart(Priority priority) throws InterruptedException {
        long now = System.nanoTime();
        while (!closed && !rules.refuse(priority, now)) {
            long wait = rules.startAfter(now);
            if (wait <= 0) {
                rules.started(now);
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, wait);
            now = System.nanoTime();
        }
        return false;
    }

    private Answer send(Priority priority) throws InterruptedException {
        Answer answer = site.work(holdMs, labels().add("Priority", priority == Priority.ESSENTIAL ? "u=0" : "u=3"));
        tally.add(answer);
        synchronized (this) {
            rules.ended(answer.isTaken());
            if (answer.advice() != null) {
                rules.obey(answer.advice(), System.nanoTime());
            }
            notifyAll();
        }
        return answer;
    }

    private synchronized boolean mayRepeat(Priority priority, int tries) {
        return !closed && !rules.refuse(priority, System.nanoTime()) && rules.mayRepeat(tries);
    }

    private static long backoffMs(int tries) {
        return ThreadLocalRandom.current().nextLong(FIRST_BACKOFF_MS << (tries - 1));
    }

    @Override
    public void listen() throws InterruptedException {
        while (!isClosed()) {
            poll();
            double spread =
                    1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
            pause(Duration.ofMillis(Math.round(pollAfter().toMillis() * spread)));
        }
    }

    private void poll() throws InterruptedException {
        try {
            hear(site.advice(labels()));
        } catch (ExecutionException | TimeoutException e) {
            missed();
        }
    }

    private synchronized void hear(Advice advice) {
        rules.obey(advice, System.nanoTime());
        notifyAll();
    }

    private synchronized void missed() {
        rules.pollFailed();
    }

    private synchronized Duration pollAfter() {
        return rules.pollAfter(System.nanoTime());
    }

    private synchronized Advice advice() {
        return rules.advice(System.nanoTime());
    }

    private MultiMap labels() {
        return MultiMap.caseInsensitiveMultiMap().add("Poolwarden-Client", client);
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
