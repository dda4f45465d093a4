package dev.poolwarden.control;

import java.time.Duration;

/**
 * The monitor's rhythm.
 *
 * @param sampleInterval time between two ticks, 100 ms to 10 s
 * @param interval time after which an unchanged state is confirmed, {@code sampleInterval} to 10 min
 * @param gateLimit permits there are while the server grants as many connections
 */
public record MonitorSettings(Duration sampleInterval, Duration interval, int gateLimit) {

    public MonitorSettings {
        if (sampleInterval.compareTo(Duration.ofMillis(100)) < 0
                || sampleInterval.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException(
                    "monitor.sample-interval is " + sampleInterval + "; allowed is 100 ms to 10 s");
        }
        if (interval.compareTo(sampleInterval) < 0 || interval.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("monitor.interval is " + interval
                    + "; allowed is monitor.sample-interval, which is " + sampleInterval + ", to 10 min");
        }
    }
}
