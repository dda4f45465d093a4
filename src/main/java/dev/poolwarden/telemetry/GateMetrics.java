package dev.poolwarden.telemetry;

import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.gate.Rejection.Cause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The gate's published state as metrics; docs/metrics.md has a line for each. Reading them asks nothing but memory. */
public final class GateMetrics implements MeterBinder {

    private final PoolMonitor monitor;

    public GateMetrics(PoolMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "limit",
                "Permits there are",
                Tags.empty(),
                state -> state.gate().limit());
        counter(
                registry,
                "limit.changes",
                "Changes of the limit",
                Tags.empty(),
                state -> state.limit().changed());
        gauge(
                registry,
                "in.flight",
                "Permits out",
                Tags.empty(),
                state -> state.gate().occupancy().inFlight());
        gauge(
                registry,
                "waiting",
                "Callers waiting",
                Tags.empty(),
                state -> state.gate().occupancy().waiting());
        counter(
                registry,
                "admitted",
                "Callers admitted",
                Tags.empty(),
                state -> state.gate().admitted());
        counter(
                registry,
                "timed.out",
                "Callers that waited in vain",
                Tags.empty(),
                state -> state.gate().timedOut());
        for (Priority priority : Priority.values()) {
            gauge(
                    registry,
                    "backlog",
                    "Callers waiting that hold no permit yet",
                    tag("priority", priority),
                    state -> state.gate().backlog().get(priority));
        }
        for (Cause cause : Cause.values()) {
            counter(
                    registry,
                    "rejected",
                    "Callers rejected",
                    tag("cause", cause),
                    state -> state.gate().rejections().get(cause));
        }
    }

    private static Tags tag(String name, Enum<?> value) {
        return Tags.of(name, value.name().toLowerCase(Locale.ROOT));
    }

    private void gauge(
            MeterRegistry registry, String name, String what, Tags tags, ToDoubleFunction<PublishedState> value) {
        Gauge.builder("poolwarden.gate." + name, monitor, from -> value.applyAsDouble(from.published()))
                .description(what)
                .tags(tags)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String what, Tags tags, ToDoubleFunction<PublishedState> value) {
        FunctionCounter.builder("poolwarden.gate." + name, monitor, from -> value.applyAsDouble(from.published()))
                .description(what)
                .tags(tags)
                .register(registry);
    }
}
