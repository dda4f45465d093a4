package dev.poolwarden.analysis;

import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import java.util.Locale;
import java.util.stream.Stream;

/** Explains each reason that the monitor gives for the level, with the figures of the moment. */
final class PresentReasons {

    /** Far from where a level begins, unless settings are unusual. */
    private static final double CALM_PERCENT = 50;

    private PresentReasons() {}

    static Stream<Finding> findings(Situation situation) {
        PublishedState now = situation.now();
        return now.assessment().reasons().stream()
                .map(reason -> isOfDemand(reason) && isCalm(now) ? Reason.RECOVERING : reason)
                .distinct()
                .map(reason -> explain(reason, now));
    }

    private static boolean isOfDemand(Reason reason) {
        return switch (reason) {
            case USAGE_MODERATE, USAGE_HIGH, USAGE_CRITICAL, REQUESTS_REJECTED -> true;
            default -> false;
        };
    }

    /** The reasons stay for as long as the level does, half a minute longer than what made them. */
    private static boolean isCalm(PublishedState now) {
        return now.gate().occupancy().waiting() == 0
                && now.reading().usagePercent().orElse(100) < CALM_PERCENT;
    }

    private static Finding explain(Reason reason, PublishedState now) {
        return switch (reason) {
            case USAGE_MODERATE, USAGE_HIGH, USAGE_CRITICAL -> usage(reason, now);
            case REQUESTS_REJECTED -> rejected(reason, now.gate());
            case BREAKER_OPEN -> breaker(reason, now);
            case DATABASE_UNREACHABLE, DATABASE_LOGIN_REFUSED -> unreachable(reason, now);
            case DATABASE_FULL -> full(reason, now);
            case DATABASE_UNKNOWN -> plain(reason, "No probe has ended since the start");
            case DATABASE_READ_ONLY -> plain(reason, "It took writes before, and now calls itself read-only");
            case DATABASE_DISK_FULL -> diskFull(reason, now);
            case RECOVERING -> plain(reason, "Usage is down, and the level waits whether it stays there");
        };
    }

    /** A reason that makes no pressure by itself is for information. */
    private static Severity severity(Reason reason) {
        return switch (reason.pressure()) {
            case CRITICAL -> Severity.CRITICAL;
            case HIGH, MODERATE -> Severity.WARNING;
            case LOW -> Severity.INFO;
        };
    }

    private static Finding finding(Reason reason, Figures figures, String evidence, Object... values) {
        return Topic.of(reason).finding(severity(reason), 0, "", figures, evidence, values);
    }

    private static Finding plain(Reason reason, String evidence) {
        return finding(reason, Figures.NONE, evidence);
    }

    /** The reason may be half a minute older than the figures. */
    private static Finding usage(Reason reason, PublishedState now) {
        int capacity = now.reading().capacity();
        int waiting = now.gate().occupancy().waiting();
        Figures figures = Figures.NONE
                .and("usage_percent", now.reading().usagePercent())
                .and("capacity", capacity)
                .and("waiting", waiting);
        return now.reading().usagePercent().isPresent()
                ? finding(
                        reason,
                        figures,
                        "At present %.0f %% of the %d that can be in use are asked for, and %d wait",
                        now.reading().usagePercent().getAsDouble(),
                        capacity,
                        waiting)
                : finding(reason, figures, "At present %d wait", waiting);
    }

    private static Finding rejected(Reason reason, GateSnapshot gate) {
        int waiting = gate.occupancy().waiting();
        Figures figures = Figures.NONE
                .and("rejected_since_start", gate.crowdedOut())
                .and("waiting", waiting)
                .and("limit", gate.limit());
        return finding(
                reason,
                figures,
                "%d callers since the start, the last of them moments ago; %d wait now for one of %d permits",
                gate.crowdedOut(),
                waiting,
                gate.limit());
    }

    private static Finding breaker(Reason reason, PublishedState now) {
        Figures figures = Figures.NONE
                .and("failure_percent", now.breaker().failurePercent())
                .and("opened", now.breaker().opened());
        return finding(
                reason,
                figures,
                "It is %s, for the %d. time since the start; callers are refused at once",
                now.breaker().state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                now.breaker().opened());
    }

    private static Finding unreachable(Reason reason, PublishedState now) {
        return now.reading().database() instanceof Unreachable away
                ? finding(
                        reason,
                        Figures.NONE,
                        "The last probe failed with SQLState %s: %s",
                        away.sqlState(),
                        away.message())
                : plain(reason, "The last probe failed");
    }

    /** Either a probe was refused, or the server has room for none of ours. */
    private static Finding full(Reason reason, PublishedState now) {
        return now.reading().database() instanceof Unreachable
                ? unreachable(reason, now)
                : plain(reason, "It answers, but has no room for a single connection of the pool");
    }

    private static Finding diskFull(Reason reason, PublishedState now) {
        long failed = now.pool().diskFull();
        return finding(
                reason,
                Figures.NONE.and("failed_since_start", failed),
                "%d statements failed for it since the start",
                failed);
    }
}
