package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** What a page with the client sends in an emergency, as the server counts it. */
@QuarkusTest
@TestProfile(DashboardTest.Brisk.class)
class EmergencyRateTest {

    @TestHTTPResource("")
    URL base;

    @Test
    void a_page_sends_no_more_than_the_config_says() throws IOException, InterruptedException {
        EndToEnd.run("e2e/emergency-rate.e2e.ts", base);
    }
}
