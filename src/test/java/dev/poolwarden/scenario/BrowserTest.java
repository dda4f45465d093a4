package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** A real Chromium on the page of this application, on a real PostgreSQL, under a real load. */
@QuarkusTest
class BrowserTest {

    @TestHTTPResource("")
    URL base;

    @Test
    void the_page_shows_the_level_and_its_requests_fall_to_what_the_config_says()
            throws IOException, InterruptedException {
        EndToEnd.run("e2e/page.e2e.ts", base);
    }
}
