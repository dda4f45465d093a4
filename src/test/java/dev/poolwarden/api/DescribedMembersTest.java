package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.analysis.Outlook;
import dev.poolwarden.analysis.Severity;
import dev.poolwarden.analysis.Topic;
import dev.poolwarden.pool.PoolSettings;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reclaim.CleanupMode;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.tasks.TaskGuard;
import dev.poolwarden.throttle.Budget;
import dev.poolwarden.throttle.ThrottlingLevel;
import dev.poolwarden.throttle.ThrottlingPlanner;
import dev.poolwarden.throttle.ThrottlingSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** The bounds and codes in the OpenAPI document, which are words of their own, against the rooms they come from. */
class DescribedMembersTest {

    private static final Map<ThrottlingLevel, Budget> BUDGETS = ThrottlingSettings.DEFAULTS.budgets();

    @Test
    void the_bounds_are_those_of_the_settings() throws NoSuchFieldException {
        assertBounds("maxConcurrentRequests", value -> new Budget(value, 100, 100));
        assertBounds("maxRequestsPerMinute", value -> new Budget(10, value, 100));
        assertBounds("requestDelayMs", value -> new Budget(10, 100, value));
        assertBounds("pollAfterSeconds", value -> new ThrottlingSettings(BUDGETS, value, 86_400));
    }

    /** Its least follows from {@code poll-after}. */
    @Test
    void no_config_is_valid_for_longer_than_described() throws NoSuchFieldException {
        int most = most("validForSeconds");
        new ThrottlingSettings(BUDGETS, 1, most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThrottlingSettings(BUDGETS, 1, most + 1))
                .withMessageContaining("throttle.valid-for");
    }

    @Test
    void whatever_the_budget_the_time_to_come_back_is_within_its_bounds() throws NoSuchFieldException {
        for (int perMinute = 5; perMinute <= 100; perMinute++) {
            Budget budget = new Budget(1, perMinute, 100);
            ThrottlingPlanner planner = new ThrottlingPlanner(new ThrottlingSettings(
                    Stream.of(ThrottlingLevel.values()).collect(Collectors.toMap(each -> each, each -> budget)),
                    30,
                    90));
            Assessment critical = new Assessment(Pressure.CRITICAL, List.of(Reason.USAGE_CRITICAL));
            assertThat(planner.plan(critical, false).retryAfterSeconds())
                    .isBetween(least("retryAfterSeconds"), most("retryAfterSeconds"));
        }
    }

    @Test
    void no_more_fits_is_foreseen_or_stays_free_than_can_be_set() throws NoSuchFieldException {
        int free =
                Integer.parseInt(schema(StatusView.Database.class, "leftFree").maximum());
        int fits = Integer.parseInt(schema(StatusView.Database.class, "fits").maximum());
        assertThat(pool(fits / 2, free).capacity()).isEqualTo(fits);
        assertThat(schema(StatusView.Pool.class, "forecast").maximum()).isEqualTo(Integer.toString(fits));
        assertThatIllegalArgumentException().isThrownBy(() -> pool(fits / 2 + 1, free));
        assertThatIllegalArgumentException().isThrownBy(() -> pool(fits / 2, free + 1));
    }

    private static PoolSettings pool(int sizeAndOverflow, int leaveFree) {
        Duration minute = Duration.ofMinutes(1);
        return new PoolSettings(
                sizeAndOverflow,
                sizeAndOverflow,
                minute,
                0,
                minute,
                Duration.ZERO,
                minute,
                minute,
                leaveFree,
                "poolwarden:test");
    }

    @Test
    void the_codes_are_those_of_the_rooms() throws NoSuchFieldException {
        assertCodes(CleanupBody.class, "mode", CleanupMode.byHand(), CleanupMode::code);
        assertCodes(CleanupView.class, "mode", List.of(CleanupMode.values()), CleanupMode::code);
        assertCodes(CleanupView.Step.class, "evidence", List.of(Evidence.values()), Evidence::code);
        assertCodes(CleanupView.Step.class, "action", List.of(Action.values()), Action::code);
        assertCodes(CleanupView.Spared.class, "why", List.of(Why.values()), Why::code);
        assertCodes(AnalysisView.Item.class, "severity", List.of(Severity.values()), Severity::code);
        assertCodes(StatusView.Database.class, "limitedBy", List.of(Fit.Scope.values()), Fit.Scope::code);
    }

    @Test
    void the_status_has_as_many_tasks_as_the_guard_keeps_by_name_and_the_others() throws NoSuchFieldException {
        assertThat(schema(StatusView.class, "tasks").maxItems()).isEqualTo(TaskGuard.MOST + 1);
    }

    /** A place is named for a tenth of the capacity and more, so that ten are at the most; of all else there is one. */
    @Test
    void no_analysis_has_more_findings_than_described() throws NoSuchFieldException {
        assertThat(schema(AnalysisView.class, "findings").maxItems()).isEqualTo(Topic.values().length - 1 + 10);
    }

    @Test
    void a_forecast_has_a_number_for_each_of_its_times() throws NoSuchFieldException {
        for (String member : List.of("inSeconds", "connections")) {
            Schema schema = schema(AnalysisView.Forecast.class, member);
            assertThat(List.of(schema.minItems(), schema.maxItems())).containsOnly(Outlook.IN_SECONDS.size());
        }
    }

    private static void assertBounds(String member, IntConsumer make) throws NoSuchFieldException {
        int least = least(member);
        int most = most(member);
        make.accept(least);
        make.accept(most);
        assertThatIllegalArgumentException().as(member).isThrownBy(() -> make.accept(least - 1));
        assertThatIllegalArgumentException().as(member).isThrownBy(() -> make.accept(most + 1));
    }

    private static <T> void assertCodes(Class<?> view, String member, List<T> values, Function<T, String> code)
            throws NoSuchFieldException {
        assertThat(Arrays.asList(schema(view, member).enumeration()))
                .as(member)
                .isEqualTo(values.stream().map(code).toList());
    }

    private static int least(String member) throws NoSuchFieldException {
        return Integer.parseInt(schema(ConfigView.class, member).minimum());
    }

    private static int most(String member) throws NoSuchFieldException {
        return Integer.parseInt(schema(ConfigView.class, member).maximum());
    }

    private static Schema schema(Class<?> view, String member) throws NoSuchFieldException {
        return view.getDeclaredField(member).getAnnotation(Schema.class);
    }
}
