package dev.poolwarden.app;

import dev.poolwarden.api.EventStreams;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.tasks.TaskGuard;
import dev.poolwarden.telemetry.CleanupMetrics;
import dev.poolwarden.telemetry.EventLog;
import dev.poolwarden.telemetry.GateMetrics;
import dev.poolwarden.telemetry.ListenerMetrics;
import dev.poolwarden.telemetry.PoolMetrics;
import dev.poolwarden.telemetry.ServerMetrics;
import dev.poolwarden.telemetry.TaskMetrics;
import dev.poolwarden.telemetry.Timings;
import dev.poolwarden.telemetry.WaitMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The part of the {@link Wiring} that concerns log and metrics. */
class TelemetryWiring {

    @Produces
    @Singleton
    EventLog eventLog() {
        return new EventLog();
    }

    @Produces
    @Singleton
    Timings timings(EventLog log) {
        return new Timings(log);
    }

    @Produces
    @Singleton
    PoolMetrics metrics(PoolMonitor monitor, Timings timings) {
        return new PoolMetrics(monitor, timings, System::nanoTime);
    }

    @Produces
    @Singleton
    GateMetrics gateMetrics(PoolMonitor monitor) {
        return new GateMetrics(monitor);
    }

    @Produces
    @Singleton
    WaitMetrics waitMetrics(Timings timings) {
        return new WaitMetrics(timings);
    }

    @Produces
    @Singleton
    ServerMetrics serverMetrics(PoolMonitor monitor) {
        return new ServerMetrics(monitor);
    }

    @Produces
    @Singleton
    CleanupMetrics cleanupMetrics(EventLog log) {
        return new CleanupMetrics(log);
    }

    @Produces
    @Singleton
    ListenerMetrics listenerMetrics(EventStreams events) {
        return new ListenerMetrics(events::listening, events::dropped);
    }

    @Produces
    @Singleton
    TaskMetrics taskMetrics(TaskGuard tasks) {
        return new TaskMetrics(tasks);
    }
}
