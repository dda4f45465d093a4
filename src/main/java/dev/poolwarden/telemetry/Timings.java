package dev.poolwarden.telemetry;

import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.Rejection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * How long callers wait at the gate and hold their connections, since the start, to two digits, up to ten minutes. Recording
 * is free of waits; reading copies. Thread-safe.
 */
public final class Timings implements GateListener, ServiceTimes {

    private static final long MOST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final GateListener events;
    private final Tallies waits = new Tallies(MOST_MICROS);
    private final Tallies holds = new Tallies(MOST_MICROS);

    public Timings() {
        this(new GateListener() {});
    }

    /** @param events hears of what is rare as well; two listeners of every checkout would cost more than what they note */
    public Timings(GateListener events) {
        this.events = events;
    }

    @Override
    public void admitted(long waitedNanos) {
        waits.record(waitedNanos / 1000);
    }

    @Override
    public void rejected(Rejection rejection) {
        waits.record(rejection.waited().toNanos() / 1000);
        events.rejected(rejection);
    }

    @Override
    public void nearLimit(int inFlight, int limit) {
        events.nearLimit(inFlight, limit);
    }

    @Override
    public void released(long heldNanos) {
        holds.record(heldNanos / 1000);
    }

    @Override
    public Optional<Quantiles> waits() {
        return quantiles(waits.sum());
    }

    @Override
    public Optional<Quantiles> holds() {
        return quantiles(holds.sum());
    }

    /** How many callers waited no longer, in vain or not, since the start; what cannot be told apart counts as no longer. */
    long waitsWithin(long micros) {
        return waits.upTo(micros);
    }

    /**
     * A reader of its own, for one thread: each time it is asked, how long those callers waited whose wait ended since it was asked
     * last; empty where there was none. It compares counts: what is measured costs callers nothing more.
     */
    public Supplier<Optional<Quantiles>> recentWaits() {
        Tallies.Recent recent = waits.new Recent();
        return () -> quantiles(recent.look());
    }

    private static Optional<Quantiles> quantiles(Histogram all) {
        if (all.getTotalCount() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Quantiles(
                all.getValueAtPercentile(50) / 1000.0,
                all.getValueAtPercentile(99) / 1000.0,
                all.getMaxValue() / 1000.0));
    }
}
