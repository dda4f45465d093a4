package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.ManualClock;
import dev.poolwarden.control.CleanupDesk.Answer;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupPlanner;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.CleanupRequest.By;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.ReclaimLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CleanupDeskTest {

    private static final Duration COOLDOWN = Duration.ofMinutes(1);
    private static final ReclaimLimits LIMITS = new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));

    private final ManualClock clock = new ManualClock();
    private final FakePool pool = new FakePool();
    private final List<CleanupReport> log = new ArrayList<>();
    private volatile Runnable onClock = () -> {};
    private final CleanupDesk desk = new CleanupDesk(
            pool,
            new CleanupPlanner(LIMITS),
            COOLDOWN,
            this::now,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            log::add);

    private long now() {
        onClock.run();
        return clock.getAsLong();
    }

    private static void awaitQuickly(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    static CleanupRequest request(boolean dryRun, boolean override) {
        return new CleanupRequest(CleanupMode.IDLE, dryRun, "", 10, override, By.operator("ada"));
    }

    private CleanupReport clean(boolean dryRun, boolean override) throws Exception {
        Answer answer = desk.ask(request(dryRun, override));
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).report();
    }

    private static FutureTask<Answer> onAnotherThread(CleanupDesk desk, CleanupRequest request) {
        FutureTask<Answer> task = new FutureTask<>(() -> desk.ask(request));
        new Thread(task).start();
        return task;
    }

    @Test
    void reports_the_plan_what_became_of_it_and_the_pool_before_and_after() throws Exception {
        PoolCounts after = new PoolCounts(20, 10, 30, 21, 7, 1000, 20, 25, 4, 0, 0, 0);
        pool.whileCleaning = () -> pool.counts = after;

        CleanupReport report = clean(false, false);

        assertThat(report)
                .isEqualTo(new CleanupReport(
                        1,
                        Instant.EPOCH,
                        request(false, false),
                        new CleanupPlan(
                                List.of(new Step(FakePool.SURPLUS, Evidence.SURPLUS, Action.RETIRE)), List.of()),
                        new CleanupOutcome(1, 0, 0, 0),
                        null,
                        FakePool.COUNTS,
                        after));
        assertThat(log).containsExactly(report);
        assertThat(desk.last()).isEqualTo(report);
    }

    @Test
    void a_second_cleanup_waits_for_the_cooldown() throws Exception {
        clean(false, false);
        clock.advance(COOLDOWN.minusSeconds(7));

        assertThat(desk.ask(request(false, false))).isEqualTo(new Answer.CoolingDown(Duration.ofSeconds(7)));
        clock.advance(Duration.ofSeconds(7));

        assertThat(clean(false, false).id()).isEqualTo(2);
        assertThat(pool.cleanups).isEqualTo(2);
    }

    @Test
    void an_override_does_not_wait_for_the_cooldown() throws Exception {
        clean(false, false);

        clean(false, true);

        assertThat(pool.cleanups).isEqualTo(2);
    }

    @Test
    void a_dry_run_retires_nothing_and_leaves_no_trace() throws Exception {
        CleanupReport dry = clean(true, false);

        assertThat(dry.plan().steps()).hasSize(1);
        assertThat(dry.outcome().retired()).isZero();
        assertThat(pool.cleanups).isZero();
        assertThat(desk.last()).isNull();
        clean(false, false);
        assertThat(pool.cleanups).as("no cooldown after a dry run").isEqualTo(1);
    }

    @Test
    void a_dry_run_may_look_within_the_cooldown() throws Exception {
        CleanupReport real = clean(false, false);

        clean(true, false);

        assertThat(desk.last()).isEqualTo(real);
    }

    @Test
    void who_asks_while_one_runs_gets_that_ones_report() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        pool.whileCleaning = () -> {
            runs.countDown();
            awaitQuickly(() -> mayEnd.getCount() == 0);
        };
        FutureTask<Answer> first = onAnotherThread(desk, request(false, false));
        runs.await();
        FutureTask<Answer> second = new FutureTask<>(() -> desk.ask(request(false, true)));
        Thread waiting = new Thread(second);
        waiting.start();
        awaitQuickly(() -> waiting.getState() == Thread.State.WAITING);
        mayEnd.countDown();

        assertThat(second.get()).isEqualTo(first.get()).isInstanceOf(Answer.Done.class);
        assertThat(pool.cleanups).isEqualTo(1);
        assertThat(log).hasSize(1);
    }

    static Stream<CleanupRequest> whatAnswersNoOperator() {
        return Stream.of(
                CleanupRequest.automatic("a test"),
                request(true, false),
                new CleanupRequest(CleanupMode.IDLE, false, "", 10, false, By.ANYONE));
    }

    @ParameterizedTest
    @MethodSource("whatAnswersNoOperator")
    void an_operator_waits_for_what_is_no_answer_and_gets_a_report_of_its_own(CleanupRequest other) throws Exception {
        CountDownLatch counting = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        pool.whileCounting = () -> {
            counting.countDown();
            awaitQuickly(() -> mayEnd.getCount() == 0);
        };
        FutureTask<Answer> first = onAnotherThread(desk, other);
        counting.await();
        FutureTask<Answer> second = new FutureTask<>(() -> desk.ask(request(false, true)));
        Thread waiting = new Thread(second);
        waiting.start();
        awaitQuickly(() -> waiting.getState() == Thread.State.WAITING);
        mayEnd.countDown();

        first.get();
        assertThat(((Answer.Done) second.get()).report().request()).isEqualTo(request(false, true));
    }

    @Test
    void an_override_does_not_share_the_cooldown_of_who_asks_at_the_same_moment() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch mayDecide = new CountDownLatch(1);
        clean(false, false);
        onClock = () -> {
            deciding.countDown();
            awaitQuickly(() -> mayDecide.getCount() == 0);
        };
        FutureTask<Answer> coolingDown = onAnotherThread(desk, request(false, false));
        deciding.await();
        onClock = () -> {};
        FutureTask<Answer> override = new FutureTask<>(() -> desk.ask(request(false, true)));
        Thread waiting = new Thread(override);
        waiting.start();
        awaitQuickly(() -> waiting.getState() == Thread.State.WAITING);
        mayDecide.countDown();

        assertThat(coolingDown.get()).isInstanceOf(Answer.CoolingDown.class);
        assertThat(override.get()).isInstanceOf(Answer.Done.class);
    }

    @Test
    void a_cleanup_that_breaks_does_not_block_the_next() throws Exception {
        pool.whileCleaning = () -> {
            throw new IllegalStateException("the pool is gone");
        };
        assertThatThrownBy(() -> desk.ask(request(false, false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the pool is gone");
        pool.whileCleaning = () -> {};

        assertThat(clean(false, false).outcome().retired()).isEqualTo(1);
    }
}
