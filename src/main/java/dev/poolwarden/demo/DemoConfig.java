package dev.poolwarden.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the example workload; read when the application starts. */
@ConfigMapping(prefix = "poolwarden.demo")
public interface DemoConfig {

    /** Whether the example workload exists: its tables, its endpoints, its pages and its background tasks. */
    @WithDefault("false")
    boolean enabled();

    /** Whether its background tasks run by themselves; without effect while the workload is off. */
    @WithDefault("true")
    boolean tasks();

    /** How long the slow assistant takes to answer a message, 0 s to 60 s. */
    @WithDefault("2s")
    @DurationMin(seconds = 0)
    @DurationMax(seconds = 60)
    Duration assistantDelay();
}
