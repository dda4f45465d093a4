package dev.poolwarden.app;

import dev.poolwarden.analysis.Recollection;
import dev.poolwarden.api.ApiSettings;
import dev.poolwarden.api.EventStreams;
import dev.poolwarden.api.PollingClients;
import dev.poolwarden.api.PresentVisitor;
import dev.poolwarden.api.RequestArrivals;
import dev.poolwarden.api.RequestCallers;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.breaker.DatabaseBreaker;
import dev.poolwarden.control.AutomaticCleanup;
import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.control.FitReport;
import dev.poolwarden.control.History;
import dev.poolwarden.control.HolderWatch;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.Marks;
import dev.poolwarden.control.PoolMonitor;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.Rejection;
import dev.poolwarden.pool.PostgresPool;
import dev.poolwarden.pressure.PressureClassifier;
import dev.poolwarden.reclaim.Callers;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.tasks.TaskGuard;
import dev.poolwarden.telemetry.CleanupMetrics;
import dev.poolwarden.telemetry.EventLog;
import dev.poolwarden.telemetry.ScheduledTasks;
import dev.poolwarden.telemetry.StackCallers;
import dev.poolwarden.telemetry.Timings;
import dev.poolwarden.throttle.ThrottlingPlanner;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.spi.JobInstrumenter;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Puts the rooms together: one instance of each, made when first asked for, nanosecond clocks read here alone. */
class Wiring {

    /** A probe under way for longer than this, while we run, means that the database does not answer. */
    private static final Duration PROBE_PATIENCE = Duration.ofMillis(1500);

    private static final String NO_DATABASE =
            "No database is configured; set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME, or quarkus.datasource.jdbc.url";

    @Produces
    @Singleton
    Settings settings(PoolwardenConfig config) {
        try {
            return Settings.from(config);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("poolwarden." + e.getMessage());
        }
    }

    @Produces
    @Singleton
    ApiSettings apiSettings(Settings settings, Instance<DevelopmentOperator> development) {
        return settings.api().operators().isEmpty() && development.isResolvable()
                ? development.get().join(settings.api())
                : settings.api();
    }

    @Produces
    @Singleton
    PollingClients pollingClients() {
        return new PollingClients();
    }

    @Produces
    @Singleton
    Gate gate(Settings settings, Timings timings) {
        return new Gate(settings.gate(), System::nanoTime, timings);
    }

    /** The scheduler takes one instrumenter alone: that of OpenTelemetry, where there is one. */
    @Produces
    @Singleton
    @DefaultBean
    JobInstrumenter scheduledTasks() {
        return new ScheduledTasks();
    }

    @Produces
    @Singleton
    Callers callers(PresentVisitor visitor) {
        return new RequestCallers(
                visitor, ScheduledTasks.otherwise(new StackCallers(System.nanoTime())), System::nanoTime);
    }

    @Produces
    @Singleton
    Arrivals arrivals(PresentVisitor visitor) {
        return new RequestArrivals(visitor, System::nanoTime);
    }

    /** While the breaker is not closed, the gate refuses: one check in the request's way, and the waiting are told at once. */
    @Produces
    @Singleton
    DatabaseBreaker breaker(Settings settings, Gate gate, EventLog log, Marks marks) {
        DatabaseBreaker breaker = new DatabaseBreaker(settings.breaker());
        breaker.onTransition(state -> {
            if (state == BreakerState.CLOSED) {
                gate.admitAgain(Rejection.Cause.BREAKER_OPEN);
            } else {
                gate.refuse(Rejection.Cause.BREAKER_OPEN);
            }
            log.breaker(state);
            marks.breaker(state);
        });
        return breaker;
    }

    @Produces
    @Singleton
    PostgresPool pool(
            BeanManager beans,
            Instance<LocalDatabase> local,
            Instance<AgroalPoolInterceptor> interceptors,
            Settings settings,
            Gate gate,
            DatabaseBreaker breaker,
            Callers callers,
            Arrivals arrivals,
            Instance<DatabaseWatch> watch) {
        return new PostgresPool(
                quarkusPool(beans),
                url -> url.equals(LocalDatabase.PLACEHOLDER) && local.isResolvable()
                        ? local.get().jdbcUrl()
                        : url,
                interceptors.stream().toList(),
                settings.pool(),
                gate,
                breaker,
                () -> watch.get().latest().reading().reachable(),
                callers,
                arrivals,
                System::nanoTime);
    }

    /** The pool that Quarkus configured; {@code Instance} would only show the alternative below. */
    private static AgroalDataSource quarkusPool(BeanManager beans) {
        Bean<?> bean = beans.getBeans(AgroalDataSource.class, Any.Literal.INSTANCE).stream()
                .filter(each -> !each.isAlternative() && each.getQualifiers().contains(Default.Literal.INSTANCE))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "Poolwarden finds no default datasource; add quarkus-jdbc-postgresql"));
        if (ConfigProvider.getConfig()
                .getOptionalValue("quarkus.datasource.jdbc.url", String.class)
                .isEmpty()) {
            throw new ConfigurationException(NO_DATABASE);
        }
        return (AgroalDataSource) beans.getReference(bean, AgroalDataSource.class, beans.createCreationalContext(bean));
    }

    /** What everything in the application gets, in the place of Quarkus' own. */
    @Produces
    @Alternative
    @Priority(1)
    @Default
    @Singleton
    AgroalDataSource guarded(PostgresPool pool) {
        return pool.dataSource();
    }

    @Produces
    @Singleton
    DatabaseWatch watch(PostgresPool pool) {
        return new DatabaseWatch(pool.probe(), PROBE_PATIENCE);
    }

    @Produces
    @Singleton
    FitReport fits(EventLog log) {
        return new FitReport(log::fit);
    }

    @Produces
    @Singleton
    HolderWatch holders(Settings settings, PostgresPool pool, EventLog log) {
        return new HolderWatch(pool, settings.cleanup().limits(), log::suspected);
    }

    @Produces
    @Singleton
    CleanupPlanner planner(Settings settings) {
        return new CleanupPlanner(settings.cleanup().limits());
    }

    @Produces
    @Singleton
    CleanupDesk cleanups(
            Settings settings, PostgresPool pool, CleanupPlanner planner, CleanupMetrics metrics, Marks marks) {
        Consumer<CleanupReport> counted = metrics::ended;
        return new CleanupDesk(
                pool,
                planner,
                settings.cleanup().cooldown(),
                System::nanoTime,
                Clock.systemUTC(),
                counted.andThen(marks::cleanup));
    }

    @Produces
    @Singleton
    AutomaticCleanup automaticCleanup(
            Settings settings, PoolMonitor monitor, HolderWatch holders, CleanupPlanner planner, CleanupDesk desk) {
        return new AutomaticCleanup(
                monitor,
                holders,
                planner,
                desk,
                settings.pressure().critical(),
                settings.cleanup().limits().longest());
    }

    @Produces
    @Singleton
    LimitPilot limit(Settings settings, Gate gate) {
        return new LimitPilot(gate, settings.limit(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    PoolMonitor monitor(
            Settings settings,
            DatabaseWatch watch,
            PostgresPool pool,
            Gate gate,
            LimitPilot limit,
            DatabaseBreaker breaker,
            HolderWatch holders,
            CleanupDesk cleanups,
            TaskGuard tasks,
            Recollection recollection,
            History history,
            EventStreams events,
            EventLog log) {
        return new PoolMonitor(
                settings.monitor(),
                watch,
                pool,
                gate,
                limit,
                breaker,
                holders,
                cleanups,
                new PressureClassifier(settings.pressure()),
                new ThrottlingPlanner(settings.throttle()),
                Clock.systemUTC(),
                List.of(events, log, tasks, history, recollection));
    }

    @Produces
    @Singleton
    TaskGuard tasks(Settings settings, EventLog log) {
        return new TaskGuard(settings.tasks(), System::nanoTime, log);
    }
}
