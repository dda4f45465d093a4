package dev.poolwarden.faults;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests that arrive by chance (Poisson), whatever became of those before; each is as old as the instant in which it was due.
 * Most of those under way are bounded, so that a dead server does not eat the client.
 */
final class OpenLoop implements AutoCloseable {

    private static final int MOST_UNDER_WAY = 1000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Requests requests;
    private final double perSecond;
    private final SplittableRandom dice;
    private final Tally tally;
    private final Map<Requests.Wanted, Long> underWay = new ConcurrentHashMap<>();
    private final AtomicLong unsent = new AtomicLong();
    private final Histogram lateMicros =
            new Histogram(TimeUnit.MINUTES.toMicros(1), 3); // the thread's until it has ended
    private final Thread thread = new Thread(this::arrive, "open loop");
    private volatile boolean over;

    OpenLoop(Requests requests, double perSecond, SplittableRandom dice, Tally tally) {
        this.requests = requests;
        this.perSecond = perSecond;
        this.dice = dice;
        this.tally = tally;
        thread.setDaemon(true);
        thread.start();
    }

    private void arrive() {
        long due = System.nanoTime();
        while (!over) {
            due += (long) (dice.nextExponential() * NANOS / perSecond);
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            lateMicros.recordValue(Math.min(lateMicros.getHighestTrackableValue(), (System.nanoTime() - due) / 1000));
            if (underWay.size() < MOST_UNDER_WAY) {
                send(requests.next(dice), due);
            } else {
                unsent.incrementAndGet();
            }
        }
    }

    private void send(Requests.Wanted request, long due) {
        underWay.put(request, due);
        http.sendAsync(request.http(), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            underWay.remove(request);
            tally.answered(request, answer == null ? 0 : answer.statusCode(), System.nanoTime() - due);
        });
    }

    /** For how long the oldest request has been under way. */
    Duration oldest() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                underWay.values().stream().mapToLong(due -> now - due).max().orElse(0));
    }

    /** Requests that were due while too many were under way. */
    long unsent() {
        return unsent.get();
    }

    /** 99th percentile of the time from when a request was due until it was sent, in ms; once closed. */
    double lateMillis() {
        return lateMicros.getValueAtPercentile(99) / 1e3;
    }

    /** Nobody arrives any more; returns when everybody under way has been answered. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        while (!underWay.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
