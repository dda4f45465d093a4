package dev.poolwarden.faults;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What became of requests, in tenths of a second since the beginning. Thread-safe. */
final class Tally {

    static final int TOLD = 503;

    private static final long SLICE = Duration.ofMillis(100).toNanos();
    private static final int SECOND = (int) (Duration.ofSeconds(1).toNanos() / SLICE);

    private final LongSupplier nanoTime;
    private final long start;
    private final AtomicIntegerArray served;
    private final AtomicIntegerArray failed;
    private final Map<Integer, Integer> statuses = new TreeMap<>(); // guarded by itself
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastServed;
    private final AtomicLong longest = new AtomicLong();

    /**
     * @param length beyond which nothing happens
     * @param nanoTime a monotonic clock in ns
     */
    Tally(Duration length, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        lastServed = new AtomicLong(start);
        int slices = (int) (length.toNanos() / SLICE) + 1;
        served = new AtomicIntegerArray(slices);
        failed = new AtomicIntegerArray(slices);
    }

    /** @param status of the answer, 0 where none came */
    void answered(Requests.Wanted request, int status, long nanos) {
        long now = nanoTime.getAsLong();
        synchronized (statuses) {
            statuses.merge(status, 1, Integer::sum);
        }
        longest.accumulateAndGet(nanos, Math::max);
        if (status / 100 == 2) {
            served.incrementAndGet(slice(now));
            lastServed.accumulateAndGet(now, (before, after) -> after - before > 0 ? after : before);
            if (request.text() != null) {
                acknowledged.add(request.text());
            }
        } else if (status != TOLD) {
            failed.incrementAndGet(slice(now));
        }
    }

    private int slice(long at) {
        return (int) Math.min(served.length() - 1, Math.max(0, at - start) / SLICE);
    }

    /** How long nobody has been served, in ns. */
    long nanosSinceServed() {
        return Math.max(0, nanoTime.getAsLong() - lastServed.get());
    }

    /**
     * How long it took from a fault's end until a second began in which so many were served and nobody met anything but that or
     * a polite refusal; empty if that did not come.
     */
    Optional<Duration> recovery(long ended, long until, double perSecond) {
        for (int from = slice(ended) + 1; from + SECOND <= slice(until); from++) {
            int good = 0;
            int bad = 0;
            for (int i = from; i < from + SECOND; i++) {
                good += served.get(i);
                bad += failed.get(i);
            }
            if (good >= perSecond && bad == 0) {
                return Optional.of(Duration.ofNanos(Math.max(0, start + from * SLICE - ended)));
            }
        }
        return Optional.empty();
    }

    /** How many answers there were of each status. */
    Map<Integer, Integer> statuses() {
        synchronized (statuses) {
            return new TreeMap<>(statuses);
        }
    }

    Collection<String> acknowledged() {
        return acknowledged;
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }
}
