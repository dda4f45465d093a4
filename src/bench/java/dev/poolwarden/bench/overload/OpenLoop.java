package dev.poolwarden.bench.overload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * One run of requests that arrive whether or not earlier ones were answered. Used once, by one thread.
 *
 * <p>Whatever the client burns, the database on the same cores lacks, and to wake a thread for each of thousands of requests a
 * second that are rejected at once would burn a third of a core. One thread is therefore woken each millisecond if any requests are
 * due, as many more as were left over from the millisecond before, and one that was rejected at once takes the next request.
 * A request so begins a millisecond or two late, which counts as part of its time.
 *
 * <p>A thread that had a connection never takes the next request. Pools remember for each thread what it gave back, and it would
 * have the same connection again before those who wait for one: no pool would look overloaded.
 */
final class OpenLoop {

    private static final Duration LEAD = Duration.ofMillis(20);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Whoever was rejected sooner did not wait. */
    private static final long AT_ONCE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Longer than any peer lets a request wait. */
    private static final Duration DRAIN = Duration.ofSeconds(35);
    /** While no thread is free, whoever has waited so long for one is turned away, as a server's full backlog does. */
    private static final Duration TURNED_AWAY = Duration.ofMillis(20);

    private final Crew crew;
    private final Peer peer;
    private final Work work;
    private final Schedule schedule;
    private final Window window;
    private final long start = System.nanoTime() + LEAD.toNanos();
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Kind, Outcome> outcomes = new EnumMap<>(Kind.class);
    private final ConcurrentHistogram lateMicros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final LongAdder ended = new LongAdder();

    OpenLoop(Crew crew, Peer peer, Work work, Schedule schedule, Window window) {
        this.crew = crew;
        this.peer = peer;
        this.work = work;
        this.schedule = schedule;
        this.window = window;
        for (Kind kind : Kind.values()) {
            outcomes.put(kind, new Outcome(start, window));
        }
    }

    /**
     * Has every request begin when it is due, and waits until all have ended.
     *
     * @param clock is told the time since the start, in ns, every few milliseconds at least while requests arrive
     */
    Harness run(LongConsumer clock) throws InterruptedException {
        CpuUse cpu = new CpuUse();
        int due = 0;
        while (due < schedule.size()) {
            int before = due;
            long now = awaitDue(due) - start;
            due = schedule.dueBy(now, due);
            clock.accept(now);
            if (window.warmsUp(now)) {
                cpu.begin();
            }
            if (next.get() < due && !wake(1 + Math.max(0, before - next.get()))) {
                turnAway(now - TURNED_AWAY.toNanos());
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        double cores = cpu.cores();
        drain();
        return new Harness(lateMicros.getValueAtPercentile(99) / 1e3, cores);
    }

    private long awaitDue(int request) {
        long due = start + schedule.dueNanos()[request];
        long now = System.nanoTime();
        while (due - now > 0) {
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
        return now;
    }

    private boolean wake(int threads) {
        boolean woken = true;
        for (int i = 0; i < threads && woken; i++) {
            woken = crew.wake(this::attend);
        }
        return woken;
    }

    /** Takes requests as long as some are due and are rejected at once. */
    private void attend() {
        boolean goesOn = true;
        while (goesOn) {
            long begun = System.nanoTime();
            int request = take(begun - start);
            goesOn = request >= 0
                    && !serve(start + schedule.dueNanos()[request], schedule.kinds()[request])
                    && System.nanoTime() - begun < AT_ONCE_NANOS;
        }
    }

    private void turnAway(long dueBefore) {
        for (int request = take(dueBefore); request >= 0; request = take(dueBefore)) {
            outcomes.get(schedule.kinds()[request]).unattended(start + schedule.dueNanos()[request]);
            ended.increment();
        }
    }

    /** The first request that nobody has taken, if it was due by then; else -1. */
    private int take(long dueBy) {
        int request = next.get();
        while (request < schedule.size() && schedule.dueNanos()[request] <= dueBy) {
            if (next.compareAndSet(request, request + 1)) {
                return request;
            }
            request = next.get();
        }
        return -1;
    }

    /** Returns whether the request had a connection. */
    private boolean serve(long due, Kind kind) {
        Outcome outcome = outcomes.get(kind);
        if (window.measures(due - start)) {
            lateMicros.recordValue(Math.max(0, (System.nanoTime() - due) / 1000));
        }
        try {
            peer.call(kind, work);
            outcome.served(due, System.nanoTime());
            return true;
        } catch (Rejected e) {
            outcome.rejected(due, System.nanoTime());
            return false;
        } catch (SQLException | RuntimeException e) {
            outcome.failed(due, e);
            return true;
        } finally {
            ended.increment();
        }
    }

    private void drain() throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (ended.sum() < schedule.size() && deadline - System.nanoTime() > 0) {
            if (next.get() < schedule.size() && !wake(schedule.size() - next.get())) {
                turnAway(Long.MAX_VALUE);
            }
            Thread.sleep(5);
        }
    }

    Outcome of(Kind kind) {
        return outcomes.get(kind);
    }
}
