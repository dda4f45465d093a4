package dev.poolwarden.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.poolwarden.api.ApiSettings;
import dev.poolwarden.api.EventStreams;
import dev.poolwarden.control.History;
import dev.poolwarden.control.Marks;
import dev.poolwarden.control.PlotClock;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.demo.storm.Usage;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.telemetry.Timings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The part of the {@link Wiring} that concerns what the dashboard listens to, plots and sets off. */
class DashboardWiring {

    @Produces
    @Singleton
    EventStreams events(ApiSettings settings, ObjectMapper json) {
        return new EventStreams(settings.instance(), json, settings.maxListeners(), System::nanoTime);
    }

    @Produces
    @Singleton
    PlotClock plotClock() {
        return new PlotClock(Clock.systemUTC(), System::nanoTime);
    }

    @Produces
    @Singleton
    Marks marks(PlotClock clock) {
        return new Marks(clock);
    }

    @Produces
    @Singleton
    History history(PlotClock clock, Timings timings) {
        return new History(clock, timings.recentWaits());
    }

    @Produces
    @Singleton
    PressureSettings pressure(Settings settings) {
        return settings.pressure();
    }

    @Produces
    @Singleton
    Usage usage(PoolMonitor monitor) {
        return () -> monitor.published().reading().usagePercent();
    }
}
