package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;

/** The whole core with a pretended pool and database; ten permits may be used, and nobody waits for one. */
final class MonitorRig implements StateListener {

    static final DatabaseReading HERE = new Reachable(
            Duration.ofMillis(1),
            OptionalInt.of(100),
            OptionalInt.of(9),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false);
    static final DatabaseReading AWAY = new Unreachable(Trouble.AWAY, "08006", "gone");
    static final int LIMIT = 11;
    static final Duration PATIENCE = Duration.ofSeconds(2);

    final ManualClock clock = new ManualClock();
    final FakePool pool = new FakePool();
    final Gate gate = new Gate(new GateSettings(LIMIT, Duration.ZERO, Duration.ZERO, 10), clock, new GateListener() {
        @Override
        public void nearLimit(int inFlight, int limit) {
            warnings++;
        }
    });
    final DatabaseBreaker breaker = new DatabaseBreaker(BreakerSettings.DEFAULTS);
    final DatabaseWatch watch = new DatabaseWatch(this::answer, PATIENCE);
    static final ReclaimLimits LIMITS = new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));

    final List<Held> suspects = new ArrayList<>();
    final HolderWatch holders = new HolderWatch(pool, LIMITS, suspects::add);
    final CleanupPlanner planner = new CleanupPlanner(LIMITS);
    final CleanupDesk desk = new CleanupDesk(
            pool, planner, Duration.ofMinutes(1), clock, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), report -> {});
    final List<PublishedState> samples = new ArrayList<>();
    final List<PublishedState> changes = new ArrayList<>();
    final List<PublishedState> confirmations = new ArrayList<>();
    final Deque<Permit> permits = new ArrayDeque<>();
    int warnings;
    Instant wallTime = Instant.parse("2026-01-01T00:00:00Z");
    RuntimeException trouble; // what a listener throws that hears everything before the rig does
    private DatabaseReading answer = HERE;
    private Runnable whileProbing = () -> {};
    final PoolMonitor monitor = new PoolMonitor(
            new MonitorSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), LIMIT),
            watch,
            pool,
            gate,
            new LimitPilot(gate, new LimitSettings(false, 1, LIMIT), Clock.systemUTC()),
            breaker,
            holders,
            desk,
            new PressureClassifier(PressureSettings.DEFAULTS),
            new ThrottlingPlanner(ThrottlingSettings.DEFAULTS),
            new WallClock(),
            List.of(new Troublemaker(), this));

    private final class Troublemaker implements StateListener {

        @Override
        public void sampled(PublishedState now) {
            makeTrouble();
        }

        @Override
        public void changed(PublishedState before, PublishedState now) {
            makeTrouble();
        }

        private void makeTrouble() {
            if (trouble != null) {
                throw trouble;
            }
        }
    }

    private final class WallClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return wallTime;
        }
    }

    /** A rig that has ticked once, with the database there. */
    static MonitorRig started() {
        MonitorRig rig = new MonitorRig();
        rig.probe(HERE);
        rig.tick();
        return rig;
    }

    void probe(DatabaseReading reading) {
        answer = reading;
        watch.look(clock.getAsLong());
    }

    /** A probe that reaches the database after all this has happened. */
    void probeSlowly(Runnable meanwhile) {
        whileProbing = meanwhile;
        probe(HERE);
        whileProbing = () -> {};
    }

    private DatabaseReading answer() {
        whileProbing.run();
        return answer;
    }

    /** Ticks at this very moment. */
    PublishedState tick() {
        monitor.tick(clock.getAsLong());
        return monitor.published();
    }

    /** A second passes, in which the process runs, then the monitor ticks. */
    PublishedState second() {
        running(Duration.ofSeconds(1));
        wallTime = wallTime.plusSeconds(1);
        return tick();
    }

    /** So much time passes in a process that runs. */
    void running(Duration time) {
        for (long beats = time.dividedBy(AwakeTime.BEAT); beats > 0; beats--) {
            watch.beat(clock.advance(AwakeTime.BEAT));
        }
    }

    /** The process stands still, its machine or a collection being to blame; then every thread has an instant to run. */
    PublishedState standstill(Duration time) {
        watch.beat(clock.advance(time));
        return tick();
    }

    PublishedState seconds(int seconds) {
        for (int i = 1; i < seconds; i++) {
            second();
        }
        return second();
    }

    /** Takes or gives back until so many permits are out. */
    void inFlight(int wanted) {
        while (permits.size() > wanted) {
            permits.pop().release();
        }
        while (permits.size() < wanted) {
            permits.push((Permit) onAnotherThread());
        }
    }

    void beRejected() {
        assertThat(onAnotherThread()).isInstanceOf(Rejection.class);
    }

    /** A caller that holds nothing yet. */
    private Object onAnotherThread() {
        var answered = new FutureTask<>(() -> gate.acquire(Priority.INTERACTIVE));
        Thread thread = new Thread(answered);
        thread.start();
        try {
            return answered.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void sampled(PublishedState now) {
        assertThat(monitor.published()).as("published before it is told").isSameAs(now);
        samples.add(now);
    }

    @Override
    public void changed(PublishedState before, PublishedState now) {
        assertThat(samples).last().as("sampled before it is told as changed").isSameAs(now);
        assertThat(before == null).isEqualTo(changes.isEmpty());
        assertThat(monitor.published()).as("published before it is told").isSameAs(now);
        changes.add(now);
    }

    @Override
    public void confirmed(PublishedState now) {
        confirmations.add(now);
    }
}
