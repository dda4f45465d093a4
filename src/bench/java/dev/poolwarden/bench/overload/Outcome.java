package dev.poolwarden.bench.overload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What became of the requests of one kind. Every time is counted from the instant when the request was due, however late a
 * thread was found for it. Thread-safe; read when the run is over.
 */
final class Outcome {

    static final Duration IN_TIME = Duration.ofMillis(250);

    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final long start;
    private final Window window;
    private final LongAdder inTime = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unattended = new LongAdder();
    private final ConcurrentHistogram served = new ConcurrentHistogram(MOST_MICROS, 3);
    private final ConcurrentHistogram rejected = new ConcurrentHistogram(MOST_MICROS, 3);
    private final AtomicIntegerArray servedBySecond;
    private final AtomicIntegerArray inTimeBySecond;
    private volatile Exception failure;

    /** @param start of the run, in ns */
    Outcome(long start, Window window) {
        this.start = start;
        this.window = window;
        int seconds = (int) window.length().toSeconds() + 1;
        this.servedBySecond = new AtomicIntegerArray(seconds);
        this.inTimeBySecond = new AtomicIntegerArray(seconds);
    }

    void served(long due, long now) {
        boolean good = now - due <= IN_TIME.toNanos();
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(now - start);
        if (second < servedBySecond.length()) {
            servedBySecond.incrementAndGet(second);
            inTimeBySecond.addAndGet(second, good ? 1 : 0);
        }
        if (counts(due)) {
            record(served, now - due);
            inTime.add(good ? 1 : 0);
        }
    }

    void rejected(long due, long now) {
        if (counts(due)) {
            record(rejected, now - due);
        }
    }

    void failed(long due, Exception e) {
        if (counts(due)) {
            failed.increment();
            failure = e;
        }
    }

    /** No thread was free. */
    void unattended(long due) {
        if (counts(due)) {
            unattended.increment();
        }
    }

    private boolean counts(long due) {
        return window.measures(due - start);
    }

    private static void record(ConcurrentHistogram histogram, long nanos) {
        histogram.recordValue(Math.min(MOST_MICROS, Math.max(0, nanos / 1000)));
    }

    private long arrivals() {
        return served.getTotalCount() + rejected.getTotalCount() + failed.sum() + unattended.sum();
    }

    /** Requests/s answered in time. */
    double goodput() {
        return inTime.sum() / window.seconds();
    }

    /** Requests/s rejected. */
    double rejections() {
        return rejected.getTotalCount() / window.seconds();
    }

    /** Requests/s for which there was no thread. */
    double unattended() {
        return unattended.sum() / window.seconds();
    }

    /** Requests in all that failed. */
    long failures() {
        return failed.sum();
    }

    /** One of the failures, or null. */
    Exception failure() {
        return failure;
    }

    /** Share of all requests that were served, in time or not, in percent. */
    double servedPercent() {
        return 100.0 * served.getTotalCount() / arrivals();
    }

    /** ms after which this share of the served ones, in percent, had their answer; NaN when none was served. */
    double servedMs(double percentile) {
        return ms(served, percentile);
    }

    /** ms after which this share of the rejected ones, in percent, knew; NaN when none was rejected. */
    double rejectedMs(double percentile) {
        return ms(rejected, percentile);
    }

    private static double ms(ConcurrentHistogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e3;
    }

    /** Requests served in this second of the run, in time or not. */
    int servedIn(int second) {
        return servedBySecond.get(second);
    }

    /** Requests answered in time in this second of the run. */
    int inTimeIn(int second) {
        return inTimeBySecond.get(second);
    }
}
