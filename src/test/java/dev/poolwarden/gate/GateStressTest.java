package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything at once, bounded by count; the real clock, because here threads really wait. */
class GateStressTest {

    private static final int THREADS = 8;
    private static final int HIGHEST_LIMIT = 6;

    private final AtomicInteger out = new AtomicInteger();
    private final Queue<Throwable> wrongs = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(
            value = 30,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a stranded thread hangs, and must not hang the build
    void never_admits_beyond_the_limit_and_ends_empty_whatever_happens() throws InterruptedException {
        Gate gate = new Gate(
                new GateSettings(4, Duration.ofNanos(300_000), Duration.ofNanos(20_000), 5),
                System::nanoTime,
                new GateListener() {
                    @Override
                    public void rejected(Rejection rejection) {
                        check(rejection.waiting() >= 0 && rejection.waiting() <= 5, rejection.message());
                        check(rejection.inFlight() <= HIGHEST_LIMIT, rejection.message());
                    }
                });
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < THREADS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            threads.add(start(() -> {
                for (int i = 0; i < 4_000; i++) {
                    visit(gate, random, 2);
                }
            }));
        }
        Thread chaos = start(() -> disturb(gate, threads));
        for (Thread thread : threads) {
            thread.join();
        }
        chaos.join();

        assertThat(wrongs).isEmpty();
        Occupancy end = gate.snapshot().occupancy();
        assertThat(end.inFlight()).isZero();
        assertThat(end.waiting()).isZero();
        assertThat(gate.snapshot().occupancy().demandNanos())
                .as("nobody is there any more")
                .isEqualTo(end.demandNanos());
        GateSnapshot counts = gate.snapshot();
        assertThat(counts.admitted()).isPositive();
        assertThat(counts.rejected()).isGreaterThanOrEqualTo(counts.crowdedOut());
        assertThat(counts.crowdedOut()).isGreaterThanOrEqualTo(counts.timedOut());
    }

    /** Small crowds, many times: a lost wake-up strands the last waiter of a round, whom no later release rescues. */
    @Test
    @Timeout(
            value = 30,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a stranded thread hangs, and must not hang the build
    void nobody_is_left_waiting_while_a_permit_is_free() throws Exception {
        Gate gate = new Gate(
                new GateSettings(1, Duration.ofMinutes(10), Duration.ofMinutes(10), 100),
                System::nanoTime,
                new GateListener() {});
        int rounds = 3_000;
        int crowd = 4;
        Phaser round = new Phaser(crowd + 1); // unlike a barrier it does not mind a late interrupt
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < crowd; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            threads.add(start(() -> {
                for (int i = 0; i < rounds; i++) {
                    visit(gate, random, 1);
                    round.arriveAndAwaitAdvance();
                }
            }));
        }
        SplittableRandom random = new SplittableRandom(99);
        for (int i = 0; i < rounds; i++) {
            gate.setLimit(1 + random.nextInt(3));
            threads.get(random.nextInt(crowd)).interrupt();
            gate.setLimit(1 + random.nextInt(3));
            while (round.getUnarrivedParties() > 1) { // a stranded waiter keeps this from ending: the timeout tells
                Thread.onSpinWait();
            }
            assertThat(gate.snapshot().occupancy().demand()).isZero();
            round.arriveAndAwaitAdvance();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrongs).isEmpty();
        assertThat(gate.snapshot().timedOut()).isZero();
    }

    /** Asks, asks again while it holds (so as nested), and gives back, twice now and then. */
    private void visit(Gate gate, SplittableRandom random, int depth) {
        try {
            if (gate.acquire(Priority.INTERACTIVE) instanceof Permit permit) {
                int now = out.incrementAndGet();
                check(now <= HIGHEST_LIMIT, now + " permits are out");
                if (depth > 1 && random.nextInt(4) == 0) {
                    visit(gate, random, depth - 1);
                }
                LockSupport.parkNanos(random.nextInt(20_000));
                out.decrementAndGet();
                permit.release();
                if (random.nextInt(8) == 0) {
                    permit.release();
                }
            }
        } catch (InterruptedException e) {
            // holds nothing; the next visit tells whether that is true
        }
    }

    private void disturb(Gate gate, List<Thread> threads) {
        SplittableRandom random = new SplittableRandom(4711);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            switch (random.nextInt(4)) {
                case 0 -> gate.setLimit(1 + random.nextInt(HIGHEST_LIMIT));
                case 1 -> threads.get(random.nextInt(threads.size())).interrupt();
                case 2 -> gate.refuse(Rejection.Cause.BREAKER_OPEN);
                default -> gate.armNearLimitWarning();
            }
            gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
            Occupancy seen = gate.snapshot().occupancy();
            check(seen.waiting() >= 0 && seen.waiting() <= 5, seen + " has an impossible backlog");
            check(seen.inFlight() >= 0 && seen.inFlight() <= HIGHEST_LIMIT, seen + " is beyond the limit");
            LockSupport.parkNanos(50_000);
        }
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            wrongs.add(new AssertionError(wrong));
        }
    }

    private Thread start(Runnable task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                wrongs.add(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
