package dev.poolwarden.reclaim;

import static dev.poolwarden.reclaim.Connections.dead;
import static dev.poolwarden.reclaim.Connections.doing;
import static dev.poolwarden.reclaim.Connections.held;
import static dev.poolwarden.reclaim.Connections.idle;
import static dev.poolwarden.reclaim.Connections.leaked;
import static dev.poolwarden.reclaim.Connections.working;
import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Spared;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import dev.poolwarden.reclaim.CleanupRequest.By;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupPlannerTest {

    private final CleanupPlanner planner =
            new CleanupPlanner(new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)));

    private CleanupPlan plan(CleanupMode mode, int max, Census census) {
        return planner.plan(new CleanupRequest(mode, false, "", max, false, By.operator("ada")), census);
    }

    private CleanupPlan plan(CleanupMode mode, int size, PooledConnection... connections) {
        return plan(mode, 100, new Census(size, true, List.of(connections)));
    }

    private CleanupPlan planOnSharedBackends(CleanupMode mode, PooledConnection... connections) {
        return plan(mode, 100, new Census(9, false, List.of(connections)));
    }

    @ParameterizedTest
    @EnumSource
    void plans_nothing_for_a_pool_without_connections(CleanupMode mode) {
        assertThat(plan(mode, 9)).isEqualTo(CleanupPlan.EMPTY);
    }

    @Test
    void idle_takes_the_dead_first_and_of_the_living_the_longest_idle_beyond_the_base_size() {
        PooledConnection dead = dead(1);
        PooledConnection fresh = idle(2, 5);
        PooledConnection oldest = idle(3, 70);
        PooledConnection older = idle(4, 60);
        PooledConnection borrowed = leaked(5, 90_000);

        assertThat(plan(CleanupMode.IDLE, 2, fresh, older, dead, oldest, borrowed))
                .isEqualTo(new CleanupPlan(
                        List.of(
                                new Step(dead, Evidence.DEAD, Action.RETIRE),
                                new Step(oldest, Evidence.SURPLUS, Action.RETIRE),
                                new Step(older, Evidence.SURPLUS, Action.RETIRE)),
                        List.of()));
    }

    @Test
    void idle_leaves_the_base_size_alone_however_long_it_is_idle() {
        assertThat(plan(CleanupMode.IDLE, 2, idle(1, 900_000), idle(2, 900_000)))
                .isEqualTo(CleanupPlan.EMPTY);
    }

    @Test
    void a_surplus_that_was_borrowed_while_the_server_was_asked_stays() {
        PooledConnection wanted = new PooledConnection(1, null, 60_000, doing(Activity.WORKING, 1));
        PooledConnection unwanted = idle(2, 50_000);
        Step step = new Step(unwanted, Evidence.SURPLUS, Action.RETIRE);

        assertThat(plan(CleanupMode.IDLE, 0, wanted, unwanted).steps()).containsExactly(step);
        assertThat(plan(CleanupMode.AUTOMATIC, 0, wanted, unwanted).steps()).containsExactly(step);
    }

    @Test
    void leaked_takes_those_beyond_their_limit_held_longest_first() {
        PooledConnection younger = leaked(1, 30_000);
        PooledConnection older = leaked(2, 40_000);
        PooledConnection open = held(3, 35_000, doing(Activity.IDLE_IN_TRANSACTION, 10_000));

        assertThat(plan(CleanupMode.LEAKED, 9, younger, older, open).steps())
                .containsExactly(
                        new Step(older, Evidence.LEAKED, Action.RECLAIM),
                        new Step(open, Evidence.IDLE_IN_TRANSACTION, Action.RECLAIM),
                        new Step(younger, Evidence.LEAKED, Action.RECLAIM));
    }

    @Test
    void leaked_says_of_every_holder_that_it_spares_why() {
        PooledConnection working = working(1, 900_000);
        PooledConnection within = leaked(2, 29_999);
        PooledConnection justGone = held(3, 29_999, Backend.GONE);
        PooledConnection unknown = held(4, 900_000, Backend.UNKNOWN);

        assertThat(plan(CleanupMode.LEAKED, 0, working, within, justGone, unknown, idle(5, 900_000)))
                .isEqualTo(new CleanupPlan(
                        List.of(),
                        List.of(
                                new Spared(working, Why.WORKING),
                                new Spared(unknown, Why.NO_EVIDENCE),
                                new Spared(within, Why.WITHIN_LIMIT),
                                new Spared(justGone, Why.WITHIN_LIMIT))));
    }

    @Test
    void graceful_retires_everything_idle_ones_first() {
        PooledConnection working = working(1, 5);
        PooledConnection idle = idle(2, 5);
        PooledConnection dead = dead(3);

        assertThat(plan(CleanupMode.GRACEFUL, 9, working, idle, dead))
                .isEqualTo(new CleanupPlan(
                        List.of(
                                new Step(idle, Evidence.REPLACED, Action.RETIRE),
                                new Step(dead, Evidence.REPLACED, Action.RETIRE),
                                new Step(working, Evidence.REPLACED, Action.RETIRE)),
                        List.of()));
    }

    @Test
    void all_cuts_whoever_holds_one_a_running_statement_too() {
        PooledConnection working = working(1, 5);
        PooledConnection unknown = held(2, 4, Backend.UNKNOWN);
        PooledConnection idle = idle(3, 5);

        assertThat(plan(CleanupMode.ALL, 9, working, unknown, idle))
                .isEqualTo(new CleanupPlan(
                        List.of(
                                new Step(idle, Evidence.DEMANDED, Action.RETIRE),
                                new Step(working, Evidence.DEMANDED, Action.CUT),
                                new Step(unknown, Evidence.DEMANDED, Action.CUT)),
                        List.of()));
    }

    @Test
    void automatic_takes_the_dead_the_leaked_and_one_surplus() {
        PooledConnection dead = dead(1);
        PooledConnection leaked = leaked(2, 30_000);
        PooledConnection working = working(3, 900_000);
        PooledConnection longest = idle(4, 20_000);
        PooledConnection next = idle(5, 15_000);

        assertThat(plan(CleanupMode.AUTOMATIC, 1, next, working, longest, leaked, dead))
                .isEqualTo(new CleanupPlan(
                        List.of(
                                new Step(dead, Evidence.DEAD, Action.RETIRE),
                                new Step(leaked, Evidence.LEAKED, Action.RECLAIM),
                                new Step(longest, Evidence.SURPLUS, Action.RETIRE)),
                        List.of(new Spared(working, Why.WORKING))));
    }

    @Test
    void automatic_takes_a_surplus_only_if_nobody_wanted_it_for_ten_seconds() {
        assertThat(plan(CleanupMode.AUTOMATIC, 0, idle(1, 9_999)).isEmpty()).isTrue();
        assertThat(plan(CleanupMode.AUTOMATIC, 0, idle(1, 10_000)).steps()).hasSize(1);
    }

    @Test
    void ends_no_backend_that_may_be_a_strangers() {
        PooledConnection leaked = leaked(1, 30_000);
        PooledConnection within = leaked(2, 5);

        assertThat(planOnSharedBackends(CleanupMode.LEAKED, leaked, within))
                .isEqualTo(new CleanupPlan(
                        List.of(),
                        List.of(new Spared(leaked, Why.SHARED_BACKEND), new Spared(within, Why.SHARED_BACKEND))));
        assertThat(planOnSharedBackends(CleanupMode.ALL, leaked))
                .isEqualTo(new CleanupPlan(List.of(), List.of(new Spared(leaked, Why.SHARED_BACKEND))));
    }

    @Test
    void spares_what_the_request_allows_no_more_and_says_so() {
        PooledConnection first = leaked(1, 50_000);
        PooledConnection second = leaked(2, 40_000);
        PooledConnection third = leaked(3, 30_000);

        assertThat(plan(CleanupMode.LEAKED, 1, new Census(9, true, List.of(third, second, first))))
                .isEqualTo(new CleanupPlan(
                        List.of(new Step(first, Evidence.LEAKED, Action.RECLAIM)),
                        List.of(new Spared(second, Why.BEYOND_MAX), new Spared(third, Why.BEYOND_MAX))));
    }
}
