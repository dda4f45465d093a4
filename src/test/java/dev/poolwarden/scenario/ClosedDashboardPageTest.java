package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operators' page where its figures are for operators alone. */
@QuarkusTest
@TestProfile(ClosedDashboardPageTest.Closed.class)
class ClosedDashboardPageTest {

    public static class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.dashboard.anonymous", "false");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void shows_nothing_to_who_has_not_signed_in() throws IOException, InterruptedException {
        EndToEnd.run("e2e/dashboard/sign-in.e2e.ts", base.toString(), Map.of("POOLWARDEN_CLOSED", "true"));
    }
}
