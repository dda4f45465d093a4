package dev.poolwarden.scenario;

import dev.poolwarden.testing.GivenDatabase;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real Chromium whose application is killed or frozen under it and comes back at the same address. */
class BrowserRestartIT {

    @Test
    void tabs_and_the_dashboard_get_over_a_killed_application_and_say_so() throws IOException, InterruptedException {
        try (GivenDatabase database = new GivenDatabase();
                RestartableApplication application = new RestartableApplication(Map.of(
                        "DATABASE_URL", database.url(),
                        "POOLWARDEN_DEMO_ENABLED", "true",
                        "POOLWARDEN_DEMO_TASKS", "false",
                        "POOLWARDEN_DEMO_ASSISTANT_DELAY", "1s",
                        "POOLWARDEN_PRESSURE_FALL_AFTER", "3s",
                        "POOLWARDEN_THROTTLE_POLL_AFTER", "1s",
                        "POOLWARDEN_THROTTLE_VALID_FOR", "5s"))) {
            application.start();
            Map<String, String> control = Map.of("POOLWARDEN_CONTROL", application.controlUrl());
            EndToEnd.run("e2e/restart.e2e.ts", application.url(), control);
            EndToEnd.run("e2e/dashboard/away.e2e.ts", application.url(), control);
        }
    }
}
