package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Half a CPU, a database that allows 20 connections, and twenty requests at once; the server counts. */
@QuarkusTest
@TestProfile(SmallPresetTest.Small.class)
class SmallPresetTest {

    /** The preset, under a name of its own so that the server's count is of this instance alone. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.preset", "small", "poolwarden.instance", "small");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void twenty_requests_at_once_are_served_by_eight_connections_and_one() {
        Browserlike browser = new Browserlike(base.toString().replaceAll("/$", ""));
        int most = 0;
        for (int round = 0; round < 20; round++) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(browser.get(Browserlike.TAB.get(i % Browserlike.TAB.size())));
            }
            while (all.stream().anyMatch(each -> !each.isDone())) {
                most = Math.max(most, connections(browser.status()));
            }
            assertThat(all)
                    .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        }
        assertThat(most).isBetween(2, 9);
        await().untilAsserted(() -> {
            JsonNode status = browser.status(); // a second old at most
            assertThat(status.at("/gate/admitted").asInt()).isGreaterThanOrEqualTo(400);
            assertThat(status.at("/pool/reuse_percent").asDouble()).isGreaterThan(90);
        });
    }

    /** What {@code pg_stat_activity} counts for this instance, the reserved connection included. */
    private static int connections(JsonNode status) {
        int connections = 0;
        for (JsonNode each : status.at("/database/by_application")) {
            if (each.at("/application").asText().startsWith("poolwarden:small")) {
                connections += each.at("/connections").asInt();
            }
        }
        return connections;
    }
}
