package dev.poolwarden.demo;

import java.time.Duration;

/** The workload's settings, chosen by a test. */
record Settings(boolean enabled, boolean tasks, Duration assistantDelay) implements DemoConfig {

    static final Settings ON_WITHOUT_TASKS = new Settings(true, false, Duration.ZERO);
    static final Settings OFF = new Settings(false, true, Duration.ZERO);

    static Settings slowAssistant(Duration delay) {
        return new Settings(true, false, delay);
    }
}
