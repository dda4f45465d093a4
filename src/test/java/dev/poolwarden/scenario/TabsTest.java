package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Real tabs in a real Chromium, each browser with one budget, judged by what arrives here. */
@QuarkusTest
@TestProfile(TabsTest.SmallBudget.class)
class TabsTest {

    /** Known to the tests by {@code ui/e2e/shared/settings.ts}. MODERATE, passed on the way up, must not allow more than NORMAL. */
    public static class SmallBudget implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.throttle.normal.max-concurrent-requests", "3",
                    "poolwarden.throttle.normal.max-requests-per-minute", "60",
                    "poolwarden.throttle.moderate.max-concurrent-requests", "3",
                    "poolwarden.throttle.moderate.max-requests-per-minute", "60",
                    "poolwarden.throttle.poll-after", "2s",
                    "poolwarden.throttle.valid-for", "60s",
                    "poolwarden.pressure.fall-after", "3s");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void the_tabs_of_a_browser_share_one_budget_whatever_becomes_of_them()
            throws IOException, InterruptedException, ExecutionException {
        ExecutorService aside = Executors.newSingleThreadExecutor();
        try {
            // Which spends most of its time waiting for a minute to be over.
            Future<?> minute = aside.submit(() -> {
                EndToEnd.run("e2e/five-tabs.e2e.ts", base);
                return null;
            });
            EndToEnd.run("e2e/shared/", base.toString(), Map.of("E2E_AT_ONCE", "2"));
            minute.get();
        } finally {
            aside.shutdownNow();
        }
    }

    @Test
    void all_tabs_obey_the_level() throws IOException, InterruptedException {
        EndToEnd.run("e2e/levels.e2e.ts", base);
    }
}
