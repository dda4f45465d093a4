package dev.poolwarden.telemetry;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the server counts of connections, everybody's, and its limits on them; docs/metrics.md has a line for each. Where there
 * is no such limit, or the last probe did not hear of it, the figure is NaN.
 */
public final class ServerMetrics implements MeterBinder {

    private final PoolMonitor monitor;

    public ServerMetrics(PoolMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("poolwarden.database.connections.used", this, ServerMetrics::used)
                .description("Connections that the server counts")
                .register(registry);
        for (Scope scope : Scope.values()) {
            gauge(registry, "usable", "Connections that ordinary roles may have", scope, Limit::usable);
            gauge(registry, "others", "Connections of others", scope, Limit::others);
        }
    }

    private void gauge(MeterRegistry registry, String name, String what, Scope scope, ToDoubleFunction<Limit> value) {
        Gauge.builder(
                        "poolwarden.database.connections." + name,
                        this,
                        from -> from.limit(scope).map(value::applyAsDouble).orElse(Double.NaN))
                .description(what)
                .tag("limit", scope.code())
                .register(registry);
    }

    private double used() {
        return reachable()
                .map(Reachable::usedConnections)
                .filter(used -> used.isPresent())
                .map(used -> (double) used.getAsInt())
                .orElse(Double.NaN);
    }

    private Optional<Limit> limit(Scope scope) {
        return reachable().flatMap(Reachable::fit).map(Fit::limits).stream()
                .flatMap(limits -> limits.stream())
                .filter(limit -> limit.scope() == scope)
                .findFirst();
    }

    private Optional<Reachable> reachable() {
        return monitor.published().reading().database() instanceof Reachable here
                ? Optional.of(here)
                : Optional.empty();
    }
}
