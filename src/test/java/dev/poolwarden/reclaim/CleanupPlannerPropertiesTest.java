package dev.poolwarden.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Spared;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupRequest.By;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every plan, tried on random pools; the description of a failure is the whole case. */
class CleanupPlannerPropertiesTest {

    private static final int CASES = 3_000;

    private record Case(long seed, CleanupRequest request, Census census, CleanupPlan plan) {

        Stream<Step> stepsOf(Action action) {
            return plan.steps(action).stream();
        }
    }

    private final CleanupPlanner planner =
            new CleanupPlanner(new ReclaimLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)));

    private Case random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PooledConnection> connections = new ArrayList<>();
        int count = random.nextInt(12);
        for (int pid = 1; pid <= count; pid++) {
            connections.add(connection(pid, random));
        }
        Census census = new Census(random.nextInt(8), random.nextInt(4) > 0, connections);
        CleanupMode[] modes = CleanupMode.values();
        int max = random.nextBoolean() ? CleanupRequest.MOST : 1 + random.nextInt(6);
        CleanupRequest request = new CleanupRequest(
                modes[random.nextInt(modes.length)], random.nextBoolean(), "", max, false, By.operator("ada"));
        return new Case(seed, request, census, planner.plan(request, census));
    }

    private static PooledConnection connection(int pid, SplittableRandom random) {
        Activity[] activities = Activity.values();
        Backend backend = Connections.doing(activities[random.nextInt(activities.length)], random.nextLong(60) * 1_000);
        return random.nextBoolean()
                ? Connections.held(pid, random.nextLong(60) * 1_000, backend)
                : new PooledConnection(pid, null, random.nextLong(20) * 1_000, backend);
    }

    private void always(Consumer<Case> property) {
        for (long seed = 0; seed < CASES; seed++) {
            property.accept(random(seed));
        }
    }

    @Test
    void what_works_goes_only_when_everything_does() {
        Set<CleanupMode> everything = Set.of(CleanupMode.GRACEFUL, CleanupMode.ALL);
        always(each -> assertThat(each.plan().steps())
                .as("%s", each)
                .noneMatch(step -> !everything.contains(each.request().mode())
                        && step.connection().backend().activity() == Activity.WORKING));
    }

    @Test
    void a_statement_is_cut_only_when_all_were_asked_for() {
        always(each -> assertThat(each.stepsOf(Action.CUT))
                .as("%s", each)
                .allMatch(step -> each.request().mode() == CleanupMode.ALL));
        always(each -> assertThat(each.stepsOf(Action.RECLAIM))
                .as("%s", each)
                .noneMatch(step -> step.connection().backend().activity() == Activity.WORKING));
    }

    @Test
    void what_the_server_does_not_tell_is_never_reclaimed() {
        always(each -> assertThat(each.stepsOf(Action.RECLAIM))
                .as("%s", each)
                .noneMatch(step -> step.connection().backend().activity() == Activity.UNKNOWN));
    }

    @Test
    void a_plan_names_each_connection_once_either_to_go_or_to_stay() {
        always(each -> assertThat(Stream.concat(
                                each.plan().steps().stream().map(Step::connection),
                                each.plan().spared().stream().map(Spared::connection))
                        .toList())
                .as("%s", each)
                .doesNotHaveDuplicates()
                .isSubsetOf(each.census().connections()));
    }

    @Test
    void every_holder_that_was_looked_at_goes_or_is_told_why_not() {
        always(each -> assertThat(each.request().mode() == CleanupMode.IDLE
                        || Stream.concat(
                                        each.plan().steps().stream().map(Step::connection),
                                        each.plan().spared().stream().map(Spared::connection))
                                .toList()
                                .containsAll(each.census().held()))
                .as("%s", each)
                .isTrue());
    }

    @Test
    void never_takes_more_than_the_request_allows() {
        always(each -> assertThat(each.plan().steps())
                .as("%s", each)
                .hasSizeLessThanOrEqualTo(each.request().max()));
    }

    @Test
    void ends_no_backend_unless_all_are_the_pools_own() {
        always(each -> assertThat(each.plan().steps())
                .as("%s", each)
                .allMatch(step -> each.census().ownBackends() || step.action() == Action.RETIRE));
    }

    @Test
    void reclaims_and_cuts_only_what_somebody_holds() {
        always(each -> assertThat(each.plan().steps())
                .as("%s", each)
                .allMatch(step ->
                        step.action() == Action.RETIRE || step.connection().borrowed()));
    }

    @Test
    void by_itself_it_gives_up_one_living_idle_connection_at_most() {
        always(each -> assertThat(each.stepsOf(Action.RETIRE)
                        .filter(step -> each.request().mode() == CleanupMode.AUTOMATIC)
                        .filter(step -> step.evidence() != Evidence.DEAD))
                .as("%s", each)
                .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void surplus_leaves_the_base_size_alive() {
        always(each -> assertThat(each.census().connections().stream()
                                .filter(one -> one.backend().activity() != Activity.GONE)
                                .count()
                        - surplus(each))
                .as("%s", each)
                .isGreaterThanOrEqualTo(surplus(each) == 0 ? 0 : each.census().size()));
    }

    private static long surplus(Case each) {
        return each.stepsOf(Action.RETIRE)
                .filter(step -> step.evidence() == Evidence.SURPLUS)
                .count();
    }
}
