package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real load rises through every level and ends; a client that polls all the time reads what fits. */
@QuarkusTest
class SaturationTest {

    /** Of the standard preset's 25 permits: 76 %, 86 %, and more than there are. */
    private static final int MODERATE = 19;

    private static final int AGGRESSIVE = 22;
    private static final int EMERGENCY = 60;

    private static final Map<String, int[]> BUDGETS = Map.of(
            "NORMAL", new int[] {10, 100, 100},
            "MODERATE", new int[] {7, 70, 400},
            "AGGRESSIVE", new int[] {3, 30, 1000},
            "EMERGENCY", new int[] {1, 5, 2000});

    @TestHTTPResource("")
    URL base;

    private Browserlike browser;

    @BeforeEach
    void waitForCalm() {
        browser = new Browserlike(base.toString().replaceAll("/$", ""));
        awaitLevel("NORMAL");
    }

    @Test
    void the_level_rises_step_by_step_and_falls_straight_back() throws Exception {
        try (LevelWatch watch = new LevelWatch()) {
            try (Holders holders = new Holders(browser)) {
                holders.raiseTo(MODERATE);
                awaitLevel("MODERATE");
                holders.raiseTo(AGGRESSIVE);
                awaitLevel("AGGRESSIVE");
                holders.raiseTo(EMERGENCY);
                awaitLevel("EMERGENCY");
                await().until(() -> !holders.rejections().isEmpty());
                assertThat(holders.statuses()).containsOnlyKeys(201, 503);
            }
            awaitLevel("NORMAL");
            assertThat(watch.levels()).containsExactly("NORMAL", "MODERATE", "AGGRESSIVE", "EMERGENCY", "NORMAL");
        }
        await().untilAsserted(() -> {
            JsonNode status = browser.status();
            assertThat(status.at("/gate/in_flight").asInt()).isZero();
            assertThat(status.at("/gate/waiting").asInt()).isZero();
            assertThat(status.at("/pool/in_use").asInt()).isZero();
        });
    }

    @Test
    void a_rejected_request_is_told_when_to_come_back_and_how_to_behave() {
        HttpResponse<String> rejected;
        try (Holders holders = new Holders(browser).raiseTo(EMERGENCY)) {
            await().until(() -> !holders.rejections().isEmpty());
            rejected = holders.rejections().get(0);
        }
        assertThat(rejected.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(rejected.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        JsonNode problem = Browserlike.json(rejected);
        assertThat(problem.at("/status").asInt()).isEqualTo(503);
        assertThat(problem.at("/config/throttling_level").asText()).isIn(BUDGETS.keySet());
        assertThat(problem.at("/detail").asText()).contains("in flight");
    }

    private void awaitLevel(String level) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> browser.config().at("/throttling_level").asText().equals(level));
    }

    /** Polls all the time, keeps each level it sees once, and checks that budget, health and reasons fit it. */
    private final class LevelWatch implements AutoCloseable {

        private final List<String> levels = new ArrayList<>();
        private final List<Throwable> misfits = new ArrayList<>();
        private final Thread thread = new Thread(this::poll);
        private volatile boolean over;

        LevelWatch() {
            thread.start();
        }

        private void poll() {
            while (!over) {
                try {
                    see(browser.config());
                } catch (Throwable e) {
                    misfits.add(e);
                }
            }
        }

        private void see(JsonNode config) {
            String level = config.at("/throttling_level").asText();
            if (levels.isEmpty() || !levels.get(levels.size() - 1).equals(level)) {
                levels.add(level);
            }
            int[] budget = BUDGETS.get(level);
            assertThat(config.at("/max_concurrent_requests").asInt()).isEqualTo(budget[0]);
            assertThat(config.at("/max_requests_per_minute").asInt()).isEqualTo(budget[1]);
            assertThat(config.at("/request_delay_ms").asInt()).isEqualTo(budget[2]);
            assertThat(config.at("/emergency_mode_active").asBoolean()).isEqualTo(level.equals("EMERGENCY"));
            assertThat(config.at("/reasons").isEmpty()).isEqualTo(level.equals("NORMAL"));
        }

        List<String> levels() throws InterruptedException {
            over = true;
            thread.join();
            assertThat(misfits).isEmpty();
            return levels;
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
