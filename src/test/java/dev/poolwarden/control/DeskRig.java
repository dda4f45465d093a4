package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.poolwarden.ManualClock;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A desk with a minute's cooldown over a pretended pool that has one connection to give up. */
final class DeskRig {

    static final Duration COOLDOWN = Duration.ofMinutes(1);

    final ManualClock clock = new ManualClock();
    final FakePool pool = new FakePool();
    final List<CleanupReport> log = new ArrayList<>();
    Runnable whenLogged = () -> {};
    final CleanupDesk desk = new CleanupDesk(
            pool,
            new CleanupPlanner(MonitorRig.LIMITS),
            COOLDOWN,
            clock,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            this::log);

    private void log(CleanupReport report) {
        log.add(report);
        whenLogged.run();
    }

    static CleanupRequest byOperator() {
        return new CleanupRequest(CleanupMode.IDLE, false, "", 10, false, By.operator("ada"));
    }

    static CleanupRequest byAnyone(boolean dryRun) {
        return new CleanupRequest(CleanupMode.IDLE, dryRun, "", 10, false, By.ANYONE);
    }

    /** Asks, and is not put off. */
    CleanupReport run(CleanupRequest request) throws Exception {
        Answer answer = desk.ask(request);
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).report();
    }

    Throwable fail(CleanupRequest request) {
        return catchThrowable(() -> desk.ask(request));
    }

    /** Asks, and is put off; returns for how long. */
    Duration wait(CleanupRequest request) throws Exception {
        Answer answer = desk.ask(request);
        assertThat(answer).isInstanceOf(Answer.CoolingDown.class);
        return ((Answer.CoolingDown) answer).left();
    }

    void thereIsNothingToTake() {
        pool.census = new Census(0, true, List.of());
    }

    void theServerDoesNotAnswer() {
        pool.broken = new SQLException("no route to db.internal for user app", "08006");
    }
}
