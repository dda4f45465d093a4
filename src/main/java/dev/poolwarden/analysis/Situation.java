package dev.poolwarden.analysis;

import dev.poolwarden.control.PublishedState;
import dev.poolwarden.pressure.HealthStatus;
import java.util.Optional;

/**
 * All that the rules look at, of one tick. Immutable.
 *
 * @param now what was published
 * @param outlook null while nothing is known of the next minutes
 */
record Situation(PublishedState now, Recent recent, Outlook outlook) {

    Optional<Outlook> forecast() {
        return Optional.ofNullable(outlook);
    }

    /** Of what takes connections away: critical once users feel it. */
    Severity severity() {
        return now.assessment().health() == HealthStatus.CRITICAL ? Severity.CRITICAL : Severity.WARNING;
    }
}
