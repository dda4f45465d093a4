package dev.poolwarden.tasks;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/** Makes the real monitor judge the real pool as a test needs it, by holding connections. */
final class Pressure {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Eight connections, none of them taken back, a monitor that judges five times as often as it would, and tasks that are due
     * each second, which is the scheduler's shortest, and never pause for long.
     */
    public static class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.preset", "small",
                    "poolwarden.cleanup.automatic", "false",
                    "poolwarden.monitor.sample-interval", "200ms",
                    "poolwarden.pressure.fall-after", "1s",
                    "poolwarden.tasks.longest-pause", longestPause(),
                    "guarded-tasks.every", every());
        }

        String longestPause() {
            return "8s";
        }

        String every() {
            return "1s";
        }
    }

    private Pressure() {}

    static void critical() {
        post("/test/hold?seconds=600&connections=8").then().statusCode(204);
        awaitHealth("CRITICAL");
    }

    static void over() {
        delete("/test/hold").then().statusCode(204);
    }

    static void calm() {
        over();
        awaitHealth("HEALTHY");
    }

    private static void awaitHealth(String health) {
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/health/database/status")
                        .jsonPath()
                        .getString("health")
                        .equals(health));
    }

    /** A figure of a task in the status; null while the task has not been due. */
    static Object figure(String task, String member) {
        return get("/api/v1/health/database/status")
                .jsonPath()
                .param("name", task)
                .get("tasks.find { it.task == name }?." + member);
    }

    static double metric(String name, String task) {
        String line = given().accept("text/plain")
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(each -> each.startsWith(name + "{") && each.contains("task=\"" + task + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + task));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
