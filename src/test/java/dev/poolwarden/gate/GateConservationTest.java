package dev.poolwarden.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Rejection.Cause;
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

/**
 * A crowd that does to the gate whatever an application may: asks for clients and in nested calls, is interrupted, loses its
 * patience, gives back twice, has its permits taken back by others, and fails in the listener, while the monitor changes the
 * limit and refuses everybody. After each round the gate is empty to the last count. Whoever is patient waits for ever, so
 * that one whom nobody wakes keeps its round from ending.
 */
class GateConservationTest {

    private static final int THREADS = 64;
    private static final int ROUNDS = 400;
    private static final int VISITS = 12; // of each thread in a round
    private static final int HIGHEST_LIMIT = 12;
    private static final int BACKLOG = 48;

    /** What a listener throws that does not keep to its contract. */
    private static final class ListenerFailure extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final ThreadLocal<SplittableRandom> chance = new ThreadLocal<>();
    private final Queue<Throwable> wrongs = new ConcurrentLinkedQueue<>();
    private final Queue<Permit> reclaimed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger out = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();
    private final List<Thread> crowd = new ArrayList<>();
    private final Gate gate = new Gate(
            new GateSettings(4, Duration.ofMinutes(10), Duration.ofNanos(50_000), BACKLOG),
            System::nanoTime,
            new GateListener() {
                @Override
                public void admitted(long waitedNanos) {
                    admitted.incrementAndGet();
                    failNowAndThen();
                }

                @Override
                public void released(long heldNanos) {
                    failNowAndThen();
                }

                @Override
                public void rejected(Rejection rejection) {
                    rejected.incrementAndGet();
                    failNowAndThen();
                }

                @Override
                public void nearLimit(int inFlight, int limit) {
                    failNowAndThen();
                }
            });

    private void failNowAndThen() {
        if (chance.get().nextInt(100) == 0) {
            throw new ListenerFailure();
        }
    }

    @Test
    @Timeout(
            value = 60,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a stranded thread hangs, and must not hang the build
    void every_permit_and_every_count_comes_back_whatever_a_crowd_does() throws InterruptedException {
        chance.set(new SplittableRandom(4711));
        Phaser round = new Phaser(THREADS + 1);
        for (int seed = 0; seed < THREADS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            crowd.add(start(random, () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    for (int j = 0; j < VISITS; j++) {
                        visit(random, 3);
                    }
                    round.arriveAndAwaitAdvance();
                    check(!gate.isHeldByThisThread(), "a thread that gave everything back holds a permit still");
                    round.arriveAndAwaitAdvance();
                }
            }));
        }
        for (int i = 0; i < ROUNDS; i++) {
            while (round.getUnarrivedParties() > 1) {
                disturb();
            }
            takeBackWhatWasReclaimed();
            expectNobody();
            round.arriveAndAwaitAdvance();
            round.arriveAndAwaitAdvance();
        }
        for (Thread thread : crowd) {
            thread.join();
        }

        assertThat(wrongs).isEmpty();
        GateSnapshot end = gate.snapshot();
        assertThat(end.admitted()).isEqualTo(admitted.get()).isPositive();
        assertThat(end.rejected()).isEqualTo(rejected.get()).isPositive();
    }

    private void expectNobody() {
        GateSnapshot seen = gate.snapshot();
        assertThat(seen.occupancy().demand()).as("%s", seen).isZero();
        assertThat(seen.backlog().values()).as("%s", seen).containsOnly(0);
        assertThat(gate.clients.number()).as("clients that hold a permit").isZero();
        assertThat(gate.occupancy().demandNanos()).isEqualTo(seen.occupancy().demandNanos());
    }

    /** Asks, holds, perhaps asks again while it holds, and gives back in one of the ways there are. */
    private void visit(SplittableRandom random, int depth) {
        try {
            if (gate.acquire(arrival(random)) instanceof Permit permit) {
                check(gate.isHeldByThisThread(), "an admitted thread holds nothing");
                int now = out.incrementAndGet();
                check(now <= HIGHEST_LIMIT, now + " permits are out");
                if (depth > 1 && random.nextInt(4) == 0) {
                    visit(random, depth - 1);
                }
                LockSupport.parkNanos(random.nextInt(30_000));
                out.decrementAndGet();
                giveBack(permit, random);
            }
        } catch (InterruptedException | ListenerFailure e) {
            // holds no more than it held; the end of the round tells whether that is true
        }
    }

    private static Arrival arrival(SplittableRandom random) {
        Priority priority = Priority.values()[random.nextInt(Priority.values().length)];
        String client = random.nextBoolean() ? null : "client " + random.nextInt(5);
        long patience = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(500_000);
            default -> Long.MAX_VALUE;
        };
        return new Arrival(priority, client, patience);
    }

    private void giveBack(Permit permit, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> permit.recycle(System.nanoTime()); // nobody else has seen it
            case 1 -> {
                permit.release();
                permit.release();
            }
            case 2 -> reclaimed.add(permit);
            default -> { // its connection dies while it is given back
                reclaimed.add(permit);
                permit.release();
            }
        }
    }

    /** What the monitor, the breaker and the reclaimer do. */
    private void disturb() {
        SplittableRandom random = chance.get();
        switch (random.nextInt(6)) {
            case 0 -> gate.setLimit(1 + random.nextInt(HIGHEST_LIMIT));
            case 1 -> expectDrained(1 + random.nextInt(HIGHEST_LIMIT));
            case 2 -> gate.refuse(Cause.BREAKER_OPEN);
            case 3 -> gate.armNearLimitWarning();
            default -> crowd.get(random.nextInt(THREADS)).interrupt();
        }
        gate.admitAgain(Cause.BREAKER_OPEN);
        takeBackWhatWasReclaimed();
        Occupancy seen = gate.occupancy();
        check(seen.waiting() >= 0 && seen.waiting() <= BACKLOG, seen + " has an impossible backlog");
        check(seen.inFlight() >= 0 && seen.inFlight() <= HIGHEST_LIMIT, seen + " is beyond every limit");
        LockSupport.parkNanos(20_000);
    }

    /** Once a lowered limit has drained, as few are out until it is raised again. */
    private void expectDrained(int limit) {
        gate.setLimit(limit);
        boolean drained = false;
        for (int i = 0; i < 50; i++) {
            takeBackWhatWasReclaimed();
            int inFlight = gate.occupancy().inFlight();
            check(!drained || inFlight <= limit, inFlight + " are out of " + limit);
            drained |= inFlight <= limit;
        }
    }

    private void takeBackWhatWasReclaimed() {
        for (Permit permit = reclaimed.poll(); permit != null; permit = reclaimed.poll()) {
            try {
                permit.release();
            } catch (ListenerFailure e) {
                // it is back all the same
            }
        }
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            wrongs.add(new AssertionError(wrong));
        }
    }

    private Thread start(SplittableRandom random, Runnable task) {
        Thread thread = new Thread(() -> {
            chance.set(random);
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
