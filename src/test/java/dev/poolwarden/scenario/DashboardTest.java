package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operators' page in a real Chromium, on the running application and a real PostgreSQL, under a real load. */
@QuarkusTest
@TestProfile(DashboardTest.Brisk.class)
class DashboardTest {

    /** Falls soon, finds leaks soon, and leaves them to the operator; the rest is as it is. */
    public static class Brisk implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.throttle.poll-after", "2s",
                    "poolwarden.pressure.fall-after", "3s",
                    "poolwarden.cleanup.leak-after", "4s",
                    "poolwarden.cleanup.automatic", "false"); // it would be sooner than the operator
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void an_operator_signs_in_sees_a_storm_come_and_go_and_takes_back_what_leaked()
            throws IOException, InterruptedException {
        EndToEnd.run("e2e/dashboard/", base);
    }
}
