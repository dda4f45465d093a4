package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.Mark.Kind;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final long START = 1_763_770_000_000L;
    private static final Clock WALL = Clock.fixed(Instant.ofEpochMilli(START), ZoneOffset.UTC);

    private final Marks marks = new Marks(new PlotClock(WALL, () -> 0));

    private static CleanupReport report(CleanupMode mode, boolean dryRun, String failure) {
        var request = new CleanupRequest(mode, dryRun, "", 1, false, By.operator("ada"));
        return new CleanupReport(
                1, WALL.instant(), request, CleanupPlan.EMPTY, CleanupOutcome.NOTHING, failure, null, null);
    }

    @Test
    void transitions_and_cleanups_are_kept_in_their_order() {
        marks.breaker(BreakerState.OPEN);
        marks.cleanup(report(CleanupMode.LEAKED, false, null));
        marks.breaker(BreakerState.HALF_OPEN);
        assertThat(marks.between(0, START))
                .containsExactly(
                        new Mark(START, Kind.BREAKER, "OPEN"),
                        new Mark(START, Kind.CLEANUP, "leaked"),
                        new Mark(START, Kind.BREAKER, "HALF_OPEN"));
    }

    @Test
    void a_cleanup_that_nobody_felt_leaves_none() {
        marks.cleanup(report(CleanupMode.ALL, true, null));
        marks.cleanup(report(CleanupMode.ALL, false, "SQLState 08006"));
        assertThat(marks.between(0, START)).isEmpty();
    }

    @Test
    void only_those_of_the_time_are_told() {
        marks.breaker(BreakerState.OPEN);
        assertThat(marks.between(START, START + 1)).isEmpty();
        assertThat(marks.between(START - 1, START)).hasSize(1);
        assertThat(marks.between(0, START - 1)).isEmpty();
    }

    @Test
    void the_last_two_hundred_are_kept() {
        Marks many = new Marks(new PlotClock(WALL, () -> 0));
        for (int i = 0; i < 1_000; i++) {
            many.breaker(i % 3 == 0 ? BreakerState.OPEN : BreakerState.CLOSED);
        }
        assertThat(many.between(0, START)).hasSize(200);
        assertThat(many.between(0, START).get(199).what()).isEqualTo("OPEN");
    }
}
