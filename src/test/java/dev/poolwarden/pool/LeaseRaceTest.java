package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.reclaim.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Holders, reclaimers and destroyers race for the same few connections, without a server and without Agroal: an atomic flag a
 * connection stands for Agroal's state, which lends it to one at a time.
 */
class LeaseRaceTest {

    private static final int CONNECTIONS = 3;
    private static final int HOLDERS = 6;
    private static final int BORROWS = 20_000;

    private final Gate gate = new Gate(
            new GateSettings(HOLDERS * 2, Duration.ZERO, Duration.ZERO, 0), System::nanoTime, new GateListener() {});
    private final List<Lent> connections = new ArrayList<>();
    private final AtomicLong borrows = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong byOthers = new AtomicLong();

    private static final class Lent {

        final Physical physical = new Physical(null, new ServerProcess(1, 1, true), 0, Long.MAX_VALUE, false);
        final AtomicBoolean out = new AtomicBoolean();

        /** Who is between taking the lease off and giving the connection back; never two. */
        final AtomicInteger returning = new AtomicInteger();
    }

    @Test
    @Timeout(60)
    void every_borrow_is_ended_once_and_every_permit_comes_back() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new Lent());
        }
        List<FutureTask<Void>> holders = start(HOLDERS, this::hold);
        AtomicBoolean over = new AtomicBoolean();
        List<FutureTask<Void>> others = new ArrayList<>();
        others.addAll(start(1, random -> meddle(random, over, true)));
        others.addAll(start(1, random -> meddle(random, over, false)));
        others.addAll(start(1, random -> look(over)));
        for (FutureTask<Void> each : holders) {
            each.get();
        }
        over.set(true);
        for (FutureTask<Void> each : others) {
            each.get();
        }

        assertThat(ended.get()).isEqualTo(borrows.get());
        assertThat(byOthers.get()).as("the race took place").isPositive();
        assertThat(gate.snapshot().occupancy().inFlight()).isZero();
        assertThat(connections).noneMatch(each -> each.physical.borrowed());
        assertThat(connections.stream().mapToLong(each -> each.physical.uses()).sum())
                .isEqualTo(borrows.get());
    }

    private interface Work {
        void with(Random random) throws Exception;
    }

    private static List<FutureTask<Void>> start(int threads, Work work) {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            FutureTask<Void> task = new FutureTask<>(() -> {
                work.with(random);
                return null;
            });
            tasks.add(task);
            new Thread(task).start();
        }
        return tasks;
    }

    private void hold(Random random) throws InterruptedException {
        Errand errand = new Errand(null);
        for (int i = 0; i < BORROWS; i++) {
            Lent lent = connections.get(random.nextInt(CONNECTIONS));
            if (!lent.out.compareAndSet(false, true)) {
                Thread.yield();
                continue;
            }
            errand.begin((Permit) gate.acquire(Arrival.of(Priority.INTERACTIVE)));
            // What the lookers compare: a borrow's fields belong together.
            errand.caller = new Caller(errand.thread.getName() + " " + errand.since, null);
            long lease = lent.physical.bind(errand);
            borrows.incrementAndGet();
            if (random.nextInt(8) == 0) {
                Thread.yield();
            }
            end(lent, lease);
        }
    }

    /** As the ledger does on whatever thread gives the connection back: who does not win leaves all as it is. */
    private boolean end(Lent lent, long lease) {
        Permit permit = lent.physical.takeOff(lease);
        if (permit == null) {
            return false;
        }
        assertThat(lent.returning.incrementAndGet()).isEqualTo(1);
        assertThat(permit.isReleased()).isFalse();
        lent.physical.used(lease);
        ended.incrementAndGet();
        lent.returning.decrementAndGet();
        lent.out.set(false);
        permit.release();
        return true;
    }

    /** @param claims as the reclaimer does, with what it saw; else as the destruction does, with what is there now */
    private void meddle(Random random, AtomicBoolean over, boolean claims) {
        while (!over.get()) {
            Lent lent = connections.get(random.nextInt(CONNECTIONS));
            Lease seen = lent.physical.lease();
            if (seen == null) {
                continue;
            }
            if (claims) {
                Thread.yield(); // what it saw may be long over, and somebody else's by now
            }
            long number = claims ? seen.number() : lent.physical.number();
            if (end(lent, number)) {
                byOthers.incrementAndGet();
            }
        }
    }

    private void look(AtomicBoolean over) {
        while (!over.get()) {
            for (Lent each : connections) {
                Lease lease = each.physical.lease();
                if (lease != null) {
                    assertThat(lease.caller().site()).isEqualTo(lease.thread().getName() + " " + lease.since());
                }
            }
        }
    }
}
