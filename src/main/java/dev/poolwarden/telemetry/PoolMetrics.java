package dev.poolwarden.telemetry;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.ServiceTimes;
import dev.poolwarden.control.ServiceTimes.Quantiles;
import dev.poolwarden.reading.DatabaseReading.QueryTimes;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reclaim.Backend.Activity;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The published state as metrics; docs/metrics.md has a line for each. Reading them asks nothing but memory. What is unknown
 * is NaN, never zero.
 */
public final class PoolMetrics implements MeterBinder {

    private final PoolMonitor monitor;
    private final ServiceTimes times;
    private final LongSupplier nanoTime;

    /** @param nanoTime the clock of the monitor's ticks, in ns */
    public PoolMetrics(PoolMonitor monitor, ServiceTimes times, LongSupplier nanoTime) {
        this.monitor = monitor;
        this.times = times;
        this.nanoTime = nanoTime;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pool(registry);
        holders(registry);
        gauge(registry, "poolwarden.sample.age.seconds", "Time since the monitor's last sample", this::sampleAge);
        gauge(
                registry,
                "poolwarden.level",
                "Level: 0 NORMAL to 3 EMERGENCY",
                state -> state.config().level().ordinal());
        gauge(
                registry,
                "poolwarden.usage.percent",
                "Demand over capacity",
                state -> state.reading().usagePercent().orElse(Double.NaN));
        gauge(
                registry,
                "poolwarden.breaker.state",
                "0 closed, 1 open, 2 half open",
                state -> state.breaker().state().ordinal());
        counter(
                registry,
                "poolwarden.breaker.opened",
                "Times the breaker opened",
                state -> state.breaker().opened());
        gauge(
                registry,
                "poolwarden.database.reachable",
                "1 while the last probe reached the database",
                state -> state.reading().database().reachable() ? 1 : 0);
        gauge(registry, "poolwarden.database.latency.seconds", "Round trip of the last probe", PoolMetrics::latency);
        quantiles(registry, "poolwarden.wait.seconds", "Wait for a permit", times::waits);
        quantiles(registry, "poolwarden.hold.seconds", "Time a permit is out", times::holds);
        gauge(
                registry,
                "poolwarden.query.mean.seconds",
                "Mean statement since the last probe",
                state -> query(state).map(QueryTimes::meanMillis).orElse(Double.NaN) / 1000);
        gauge(
                registry,
                "poolwarden.query.max.seconds",
                "Longest statement since the server's statistics began",
                state -> query(state).map(QueryTimes::maxMillis).orElse(Double.NaN) / 1000);
    }

    private void pool(MeterRegistry registry) {
        gauge(
                registry,
                "poolwarden.connections.size",
                "Connections kept open",
                state -> state.pool().size());
        gauge(
                registry,
                "poolwarden.connections.max.overflow",
                "Connections opened beyond that",
                state -> state.pool().maxOverflow());
        gauge(
                registry,
                "poolwarden.connections.granted",
                "Connections the server grants",
                state -> state.pool().granted());
        gauge(registry, "poolwarden.connections.fit", "Connections that the server has room for", PoolMetrics::fit);
        gauge(
                registry,
                "poolwarden.connections.established",
                "Connections open",
                state -> state.pool().established());
        gauge(
                registry,
                "poolwarden.connections.in.use",
                "Connections borrowed",
                state -> state.pool().inUse());
        gauge(
                registry,
                "poolwarden.connections.idle",
                "Connections open and not borrowed",
                state -> state.pool().idle());
        gauge(registry, "poolwarden.pool.forecast", "Connections that will be needed soon", PoolMetrics::forecast);
        counter(
                registry,
                "poolwarden.connections.prewarmed",
                "Connections opened ahead",
                state -> state.forecast().prewarmed());
        counter(
                registry,
                "poolwarden.connections.created",
                "Connections opened",
                state -> state.pool().created());
        counter(
                registry,
                "poolwarden.connections.retired",
                "Connections closed",
                state -> state.pool().retired());
        counter(
                registry,
                "poolwarden.connection.errors",
                "Failures to open one",
                state -> state.pool().connectionErrors());
    }

    private void holders(MeterRegistry registry) {
        gauge(
                registry,
                "poolwarden.holders.working",
                "Connections borrowed and working",
                state -> holding(state, Activity.WORKING));
        gauge(
                registry,
                "poolwarden.holders.idle",
                "Connections borrowed and idle on the server",
                state -> holding(state, Activity.IDLE));
        gauge(
                registry,
                "poolwarden.holders.idle.in.transaction",
                "Connections borrowed and idle in a transaction",
                state -> holding(state, Activity.IDLE_IN_TRANSACTION));
        gauge(
                registry,
                "poolwarden.holders.reclaimable",
                "Connections held without working beyond the limit",
                state -> state.holders().isKnown() ? state.holders().reclaimable() : Double.NaN);
        gauge(
                registry,
                "poolwarden.holders.unknown",
                "Connections borrowed of which the server says nothing",
                state -> state.holders().count(Activity.UNKNOWN));
        counter(
                registry,
                "poolwarden.holders.suspected",
                "Holds found beyond the limit",
                state -> state.holders().suspected());
        counter(
                registry,
                "poolwarden.connections.reclaimed",
                "Connections taken from their holders",
                state -> state.pool().reclaimed());
    }

    /** What keeps growing while nobody judges; the published state alone would look well for ever. */
    private double sampleAge(PublishedState state) {
        return Math.max(0, nanoTime.getAsLong() - state.reading().at()) / 1e9;
    }

    private static double holding(PublishedState state, Activity activity) {
        return state.holders().isKnown() ? state.holders().count(activity) : Double.NaN;
    }

    private static double latency(PublishedState state) {
        return state.reading().database() instanceof Reachable here
                ? here.latency().toNanos() / 1e9
                : Double.NaN;
    }

    private static double fit(PublishedState state) {
        return state.reading().database() instanceof Reachable here
                ? here.fit().map(Fit::fits).map(Integer::doubleValue).orElse(Double.NaN)
                : Double.NaN;
    }

    private static double forecast(PublishedState state) {
        var needed = state.forecast().connections();
        return needed.isPresent() ? needed.getAsInt() : Double.NaN;
    }

    private static Optional<QueryTimes> query(PublishedState state) {
        return state.reading().database() instanceof Reachable here ? here.queryTimes() : Optional.empty();
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<PublishedState> value) {
        Gauge.builder(name, monitor, from -> value.applyAsDouble(from.published()))
                .description(what)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<PublishedState> value) {
        FunctionCounter.builder(name, monitor, from -> value.applyAsDouble(from.published()))
                .description(what)
                .register(registry);
    }

    private static void quantiles(
            MeterRegistry registry, String name, String what, Supplier<Optional<Quantiles>> times) {
        quantile(registry, name, what, "0.5", () -> times.get().map(Quantiles::p50));
        quantile(registry, name, what, "0.99", () -> times.get().map(Quantiles::p99));
        quantile(registry, name, what, "1", () -> times.get().map(Quantiles::max));
    }

    private static void quantile(
            MeterRegistry registry, String name, String what, String quantile, Supplier<Optional<Double>> millis) {
        Gauge.builder(name, () -> millis.get().orElse(Double.NaN) / 1000)
                .description(what)
                .tag("quantile", quantile)
                .register(registry);
    }
}
