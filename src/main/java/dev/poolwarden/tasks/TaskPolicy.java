package dev.poolwarden.tasks;

import dev.poolwarden.pressure.HealthStatus;
import java.time.Duration;

/**
 * How a background task gives way.
 *
 * @param degraded what becomes of its due runs while health is DEGRADED
 * @param critical the same while it is CRITICAL, or not known yet
 * @param stretch of how many due runs one runs where they are stretched, 2 to 1000
 * @param maxDelay how long one waits at the most where they are delayed, 1 s to 10 min
 * @param longestPause after which a task runs whatever the health, 1 s to 24 h
 */
public record TaskPolicy(Deferral degraded, Deferral critical, int stretch, Duration maxDelay, Duration longestPause) {

    private static final Duration WIDEST_SPREAD = Duration.ofSeconds(5);

    public TaskPolicy {
        if (stretch < 2 || stretch > 1000) {
            throw new IllegalArgumentException("tasks.stretch is " + stretch + "; allowed is 2 to 1000");
        }
        if (maxDelay.compareTo(Duration.ofSeconds(1)) < 0 || maxDelay.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("tasks.max-delay is " + maxDelay + "; allowed is 1 s to 10 min");
        }
        if (longestPause.compareTo(Duration.ofSeconds(1)) < 0 || longestPause.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("tasks.longest-pause is " + longestPause + "; allowed is 1 s to 24 h");
        }
    }

    Deferral at(HealthStatus health) {
        return switch (health) {
            case HEALTHY -> Deferral.RUN;
            case DEGRADED -> degraded;
            case CRITICAL -> critical;
        };
    }

    /** Over how many ns the starts of runs that were held back are spread: a quarter of the longest pause, 5 s at the most. */
    long spreadNanos() {
        return Math.min(WIDEST_SPREAD.toNanos(), longestPause.toNanos() / 4);
    }

    /** After how many ns without a run one is overdue: it may still have to wait for its turn, and shall keep the bound. */
    long overdueNanos() {
        return longestPause.toNanos() - spreadNanos();
    }

    /** This one for all, with what one task asks for in its stead. Null, or zero seconds, is no wish. */
    TaskPolicy with(Deferral whileDegraded, Deferral whileCritical, int longestPauseSeconds) {
        return new TaskPolicy(
                whileDegraded == null ? degraded : whileDegraded,
                whileCritical == null ? critical : whileCritical,
                stretch,
                maxDelay,
                longestPauseSeconds == 0 ? longestPause : Duration.ofSeconds(longestPauseSeconds));
    }
}
