package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real Chromium on the page of this application, on a real PostgreSQL, under a real load. */
@QuarkusTest
@TestProfile(BrowserTest.HeardSoon.class)
class BrowserTest {

    /** Or the page would hear of a new level half a minute late. */
    public static class HeardSoon implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.throttle.poll-after", "2s");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void the_page_shows_the_level_and_its_requests_fall_to_what_the_config_says()
            throws IOException, InterruptedException {
        EndToEnd.run("e2e/page.e2e.ts", base);
    }
}
