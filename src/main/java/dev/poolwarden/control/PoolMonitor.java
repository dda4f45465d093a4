package dev.poolwarden.control;

import dev.poolwarden.breaker.BreakerSnapshot;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.gate.Rejection.Cause;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reading.PoolReading;
import dev.poolwarden.throttle.ThrottlingConfig;
import dev.poolwarden.throttle.ThrottlingPlanner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The tick: reads the pool, judges the pressure, decides, and publishes. It alone writes what everybody else reads.
 *
 * <p>{@link #tick} and {@link #heed} are called by one thread at a time, which owns every field but {@link #published}; that one is volatile and
 * holds an immutable value.
 */
public final class PoolMonitor {

    private final MonitorSettings settings;
    private final DatabaseWatch database;
    private final ManagedPool pool;
    private final Gate gate;
    private final LimitPilot limit;
    private final DatabaseBreaker breaker;
    private final HolderWatch holders;
    private final CleanupDesk cleanups;
    private final PressureClassifier classifier;
    private final ThrottlingPlanner planner;
    private final DemandForecast demand;
    private final Clock clock;
    private final Listeners listeners;

    private volatile PublishedState published;
    private GateSnapshot lastGate;
    private long lastTick;
    private long lastProbe;
    private long lastDiskFull;
    private long lastSpoke;
    private boolean databaseReachable;

    public PoolMonitor(
            MonitorSettings settings,
            DatabaseWatch database,
            ManagedPool pool,
            Gate gate,
            LimitPilot limit,
            DatabaseBreaker breaker,
            HolderWatch holders,
            CleanupDesk cleanups,
            PressureClassifier classifier,
            ThrottlingPlanner planner,
            Clock clock,
            List<StateListener> listeners) {
        this.settings = settings;
        this.database = database;
        this.pool = pool;
        this.gate = gate;
        this.limit = limit;
        this.breaker = breaker;
        this.holders = holders;
        this.cleanups = cleanups;
        this.classifier = classifier;
        this.planner = planner;
        this.demand = new DemandForecast(settings.sampleInterval());
        this.clock = clock;
        this.listeners = new Listeners(listeners);
    }

    /** What was published last; null only before the first tick, which ends before HTTP opens. */
    public PublishedState published() {
        return published;
    }

    /**
     * One turn, at {@code now} ns. Takes microseconds: it waits for nothing.
     *
     * @throws RuntimeException or an error that a listener throws, once all is published and every listener told
     */
    public void tick(long now) {
        var seen = database.latest();
        driveBreaker(seen);
        drivePool(seen.reading());
        PoolCounts counts = pool.counts();
        driveGate(counts);
        GateSnapshot atGate = gate.snapshot();
        BreakerSnapshot atBreaker = breaker.snapshot();
        PoolReading reading = new PoolReading(
                now,
                lastGate == null ? OptionalDouble.empty() : atGate.occupancy().meanDemandSince(lastGate.occupancy()),
                Math.min(counts.granted(), settings.gateLimit()),
                lastGate == null ? 0 : atGate.crowdedOut() - lastGate.crowdedOut(),
                counts.diskFull() > lastDiskFull,
                atBreaker.state() == BreakerState.CLOSED,
                seen.reading());
        lastGate = atGate;
        lastDiskFull = counts.diskFull();
        lastTick = now;

        Forecast forecast = foresee(reading, counts);
        rearmGateWarning(reading);
        Assessment assessment = classifier.assess(reading);
        ThrottlingConfig config = planner.plan(assessment, !reading.breakerClosed());
        publish(config, assessment, reading, counts, forecast, atGate, atBreaker);
    }

    /**
     * Between two turns, as often as probes are made in an outage: callers are let in as soon as the database is known to be
     * back. Nothing is judged or published, and while the breaker is closed nothing happens.
     */
    public void heed() {
        var seen = database.latest();
        if (!breaker.isClosed() && seen.number() != lastProbe) {
            driveBreaker(seen);
            drivePool(seen.reading());
            driveGate(pool.counts());
        }
    }

    /** Tells the breaker of each probe once, and of an overdue one at every tick. */
    private void driveBreaker(DatabaseWatch.Seen seen) {
        boolean news = seen.overdue() || seen.number() != lastProbe;
        lastProbe = seen.number();
        if (news && seen.reading().reachable()) {
            breaker.probeSucceeded();
        } else if (news && !(seen.reading() instanceof Unknown)) {
            breaker.probeFailed();
        }
    }

    private void drivePool(DatabaseReading reading) {
        if (reading.reachable()) {
            if (!databaseReachable) {
                pool.recovered();
            }
            pool.refill();
        }
        databaseReachable = reading.reachable();
    }

    /**
     * Where the server grants no connection, callers are told so. The breaker tells the gate of its transitions itself, but on
     * the threads that cause them, which may come in the wrong order: a gate that heard OPEN last would stay shut for ever. It
     * is asked again after admitting: it may have opened in between, and its own refusal would be undone until the next tick.
     */
    private void driveGate(PoolCounts counts) {
        limit.grant(counts.granted());
        if (counts.granted() == 0) {
            gate.refuse(Cause.NOTHING_FITS);
        } else {
            gate.admitAgain(Cause.NOTHING_FITS);
        }
        if (breaker.isClosed()) {
            gate.admitAgain(Cause.BREAKER_OPEN);
        }
        if (!breaker.isClosed()) {
            gate.refuse(Cause.BREAKER_OPEN);
        }
    }

    /**
     * Has the pool open what will be needed, as far as callers would be let at it: no more than the gate has permits and the
     * server grants. Who is refused says nothing of the callers to come, so an outage is not learnt from.
     */
    private Forecast foresee(PoolReading reading, PoolCounts counts) {
        if (reading.breakerClosed() && reading.database().reachable()) {
            int capacity = counts.size() + counts.maxOverflow();
            reading.meanDemand().ifPresent(mean -> demand.learn(mean, capacity, reading.at()));
        } else {
            demand.forget();
        }
        OptionalInt needed = demand.connections();
        int permits = Math.min(reading.capacity(), limit.state().decision().kept());
        pool.expect(Math.min(needed.orElse(0), permits));
        return new Forecast(needed, pool.prewarmed());
    }

    private void rearmGateWarning(PoolReading reading) {
        if (reading.usagePercent().orElse(0) < 80) {
            gate.armNearLimitWarning();
        }
    }

    private void publish(
            ThrottlingConfig config,
            Assessment assessment,
            PoolReading reading,
            PoolCounts counts,
            Forecast forecast,
            GateSnapshot atGate,
            BreakerSnapshot atBreaker) {
        PublishedState before = published;
        boolean changed = before == null || !before.config().equals(config);
        boolean sameLevel = before != null && before.config().level() == config.level();
        Instant since = sameLevel ? before.since() : clock.instant();
        long revision = before == null ? 1 : before.revision() + (changed ? 1 : 0);
        PublishedState now = new PublishedState(
                config,
                revision,
                since,
                assessment,
                reading,
                counts,
                forecast,
                atGate,
                limit.state(),
                atBreaker,
                holders.latest(),
                cleanups.last());
        published = now;
        listeners.tell(listener -> listener.sampled(now), word(before, now, changed));
    }

    /** What listeners are told besides the sample: that the config changed or, once in an interval, that it stands. */
    private Consumer<StateListener> word(PublishedState before, PublishedState now, boolean changed) {
        long at = now.reading().at();
        if (!changed && at - lastSpoke < settings.interval().toNanos()) {
            return listener -> {};
        }
        lastSpoke = at;
        return changed ? listener -> listener.changed(before, now) : listener -> listener.confirmed(now);
    }
}
