package dev.poolwarden.app;

import dev.poolwarden.demo.DemoConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Warns of names in the environment that look like settings and are none; an orchestrator may add its own, so no more. */
@RegisterForReflection(
        targets = {
            DemoConfig.class,
            PoolwardenConfig.class,
            PoolwardenConfig.Dashboard.class,
            PoolwardenConfig.Events.class,
            PoolwardenConfig.Pool.class,
            PoolwardenConfig.Gate.class,
            PoolwardenConfig.Monitor.class,
            PoolwardenConfig.Pressure.class,
            PoolwardenConfig.Throttle.class,
            PoolwardenConfig.Throttle.Level.class,
            PoolwardenConfig.Breaker.class,
            PoolwardenConfig.Cleanup.class,
            PoolwardenConfig.Transactions.class,
            TasksConfig.class
        })
class UnknownEnvironment {

    void warn(@Observes StartupEvent event) {
        unknown(System.getenv().keySet())
                .forEach(name -> Logger.getLogger("dev.poolwarden")
                        .warnf(
                                "%s in the environment is no setting of Poolwarden; docs/settings.md lists them all",
                                name));
    }

    static Set<String> unknown(Collection<String> environment) {
        Set<String> known = Stream.concat(
                        SettingNames.of(PoolwardenConfig.class, "poolwarden").stream(),
                        SettingNames.of(DemoConfig.class, "poolwarden.demo").stream())
                .map(SettingNames::inEnvironment)
                .collect(Collectors.toSet());
        return environment.stream()
                .filter(name -> name.startsWith("POOLWARDEN_") && !known.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
