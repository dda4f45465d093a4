package dev.poolwarden.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Who listens to events, as metrics; docs/metrics.md has a line for each. */
public final class ListenerMetrics implements MeterBinder {

    private final IntSupplier listening;
    private final LongSupplier dropped;

    /**
     * @param listening listeners at present
     * @param dropped listeners cut off since the start
     */
    public ListenerMetrics(IntSupplier listening, LongSupplier dropped) {
        this.listening = listening;
        this.dropped = dropped;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("poolwarden.events.listeners", listening::getAsInt)
                .description("Listeners to events")
                .register(registry);
        FunctionCounter.builder("poolwarden.events.dropped", dropped, LongSupplier::getAsLong)
                .description("Listeners cut off because they did not read")
                .register(registry);
    }
}
