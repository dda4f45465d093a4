package dev.poolwarden.app;

import dev.poolwarden.tasks.Deferral;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of background tasks that give way, {@code poolwarden.tasks}. */
public interface TasksConfig {

    /** What becomes of their due runs while health is DEGRADED: run, stretch, delay or skip. */
    @WithDefault("stretch")
    Deferral degraded();

    /** What becomes of them while it is CRITICAL. */
    @WithDefault("skip")
    Deferral critical();

    /** Of how many due runs one runs where they are stretched. */
    @WithDefault("4")
    int stretch();

    /** Longest wait of a run that is delayed. */
    @WithDefault("30s")
    Duration maxDelay();

    /** Time without a run after which a task runs whatever the health. */
    @WithDefault("10m")
    Duration longestPause();
}
