package dev.poolwarden.control;

import dev.poolwarden.reclaim.ReclaimLimits;
import java.time.Duration;

/**
 * When connections are taken back.
 *
 * @param automatic whether that happens by itself above the critical usage
 * @param limits how long one may be held without working
 * @param cooldown time between two cleanups by hand of one kind, 0 s to 24 h
 */
public record CleanupSettings(boolean automatic, ReclaimLimits limits, Duration cooldown) {

    public CleanupSettings {
        if (cooldown.isNegative() || cooldown.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("cleanup.cooldown is " + cooldown + "; allowed is 0 s to 24 h");
        }
    }
}
