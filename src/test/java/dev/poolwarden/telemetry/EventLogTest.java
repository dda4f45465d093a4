package dev.poolwarden.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.control.CleanupReport;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.CleanupOutcome;
import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupRequest;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import dev.poolwarden.transaction.Conflict;
import dev.poolwarden.transaction.GaveUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads at 3 am: one line an event, which nobody else can write. */
class EventLogTest {

    private static final Logger LOGGER = Logger.getLogger("dev.poolwarden.events");
    private static final PoolCounts COUNTS = new PoolCounts(20, 10, 30, 22, 7, 1000, 20, 25, 3, 0, 0, 0);

    private final List<LogRecord> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final EventLog log = new EventLog();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
    }

    private static PooledConnection held(int pid, String site) {
        Backend idle = new Backend(Activity.IDLE_IN_TRANSACTION, 1, 1, 9_000, 9_500L, null);
        return new PooledConnection(pid, new Holder(pid, new Caller(site, "me"), "worker-1", false, 10_000), 0, idle);
    }

    private String line(Level level) {
        assertThat(records).hasSize(1);
        assertThat(records.get(0).getLevel().intValue()).isEqualTo(level.intValue());
        return String.format(records.get(0).getMessage(), records.get(0).getParameters());
    }

    @Test
    void a_transaction_given_up_says_over_what_and_after_how_much() {
        log.gaveUp(Conflict.DEADLOCK_DETECTED, GaveUp.MAX_TRIES, 4, Duration.ofMillis(312));

        assertThat(line(Level.WARNING))
                .isEqualTo("Transaction gave up: conflict=DEADLOCK_DETECTED sql_state=40P01 tries=4 elapsed_ms=312"
                        + " reason=max_tries");
    }

    @Test
    void a_hold_beyond_its_limit_says_who_where_and_for_how_long() {
        log.suspected(new Held(held(4711, "POST /chat/{id}\nERROR forged \"line\""), Evidence.IDLE_IN_TRANSACTION));

        assertThat(line(Level.WARNING))
                .contains("evidence=idle_in_transaction", "pid=4711", "client=\"me\"", "thread=\"worker-1\" (gone)")
                .contains("held_ms=10000", "idle_ms=9000", "transaction_ms=9500")
                .contains("site=\"POST /chat/{id}?ERROR forged ?line?\"");
    }

    @Test
    void a_cleanup_that_took_connections_names_who_lost_them() {
        log.cleanup(report(
                new CleanupOutcome(1, 3, 0, 0),
                reclaimed(1, "GET /b"),
                reclaimed(2, "GET /a"),
                reclaimed(3, "GET /b"),
                new Step(held(4, "GET /kept"), Evidence.REPLACED, Action.RETIRE)));

        assertThat(line(Level.WARNING))
                .contains("mode=automatic", "by=\"poolwarden\"", "reason=\"a test\"", "planned=4", "reclaimed=3")
                .endsWith("from=[\"GET /b\" x2, \"GET /a\" x1]");
    }

    @Test
    void a_cleanup_that_took_nothing_from_anybody_is_no_warning() {
        log.cleanup(report(CleanupOutcome.NOTHING));

        assertThat(line(Level.INFO)).contains("failure=none").endsWith("from=[]");
    }

    @Test
    void what_fits_is_said_with_what_bounds_it() {
        log.fit(new Fit(20, 10, List.of(new Limit(Scope.SERVER, 20, 3, 1, 2))));

        assertThat(line(Level.WARNING))
                .isEqualTo(
                        "Up to 30 connections are set (20 + 10, and 1 reserved): 13 fit. The server allows 20, keeps 3"
                                + " for administrators, others use 1, 2 stay free");
    }

    @Test
    void that_all_fit_is_no_warning() {
        log.fit(new Fit(2, 6, List.of(new Limit(Scope.ROLE, 9, 0, 0, 0))));

        assertThat(line(Level.INFO))
                .isEqualTo(
                        "Up to 8 connections are set (2 + 6, and 1 reserved): all fit. The role allows 9, others use 0");
    }

    @Test
    void behind_a_pooler_in_transaction_mode_no_limit_is_named() {
        log.fit(new Fit(2, 6, List.of()));

        assertThat(line(Level.INFO)).contains("all fit. A pooler in transaction mode");
    }

    @Test
    void a_task_that_is_held_back_says_so_and_why() {
        log.heldBack("nightly\n\"report\"", HealthStatus.CRITICAL);

        assertThat(line(Level.INFO)).isEqualTo("Task nightly??report? is held back: health CRITICAL");
    }

    @Test
    void a_task_that_is_held_back_no_more_says_what_was_left_out() {
        log.asUsual("nightly", 7);

        assertThat(line(Level.INFO)).isEqualTo("Task nightly runs as usual again, after 7 runs left out");
    }

    private static Step reclaimed(int pid, String site) {
        return new Step(held(pid, site), Evidence.LEAKED, Action.RECLAIM);
    }

    private static CleanupReport report(CleanupOutcome outcome, Step... steps) {
        return new CleanupReport(
                1,
                Instant.EPOCH,
                CleanupRequest.automatic("a test"),
                new CleanupPlan(List.of(steps), List.of()),
                outcome,
                null,
                COUNTS,
                COUNTS);
    }
}
