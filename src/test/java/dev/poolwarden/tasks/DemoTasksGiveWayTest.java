package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example's ten tasks, as they are, beside a real pool that saturates when they have hardly begun. */
@QuarkusTest
@TestProfile(DemoTasksGiveWayTest.WithDemoTasks.class)
class DemoTasksGiveWayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> TEN = List.of(
            "demo-simulation-tick",
            "demo-message-responses",
            "demo-meetings",
            "demo-training",
            "demo-awards",
            "demo-reviews",
            "demo-employees",
            "demo-communications",
            "demo-shared-drive",
            "demo-clean-up");

    public static class WithDemoTasks extends Pressure.Tight {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("poolwarden.demo.tasks", "true");
            return settings;
        }

        @Override
        String longestPause() {
            return "20s";
        }

        @Override
        String every() {
            return "off";
        }
    }

    @AfterEach
    void over() {
        Pressure.over();
    }

    @Test
    void all_ten_give_way_none_stops_and_they_come_back() {
        Pressure.critical();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(TEN)
                        .allSatisfy(task -> assertThat(figure(task, "skipped")).isPositive()));
        assertThat(TEN).allSatisfy(task -> {
            assertThat(figure(task, "runs")).as(task).isEqualTo(figure(task, "overdue_runs"));
            assertThat(Pressure.metric("poolwarden_task_skipped_total", task)).isPositive();
        });
        await().atMost(PATIENCE)
                .until(() -> Pressure.metric("poolwarden_task_overdue_runs_total", "demo-simulation-tick") > 0);

        Pressure.calm();
        int runs = figure("demo-simulation-tick", "runs");
        await().atMost(PATIENCE).until(() -> figure("demo-simulation-tick", "runs") > runs);
        assertThat(Pressure.figure("demo-simulation-tick", "held_back")).isEqualTo(false);
    }

    private static int figure(String task, String member) {
        Object figure = Pressure.figure(task, member);
        assertThat(figure).as("%s of %s", member, task).isNotNull();
        return ((Number) figure).intValue();
    }
}
