package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a test of {@code ui/e2e} against a running application. */
final class EndToEnd {

    private EndToEnd() {}

    /** A test that brings the server that it needs. */
    static void run(String test) throws IOException, InterruptedException {
        run(test, "", Map.of());
    }

    static void run(String test, URL application) throws IOException, InterruptedException {
        run(test, application.toString(), Map.of());
    }

    /** @param environment what the test wants to know besides */
    static void run(String test, String application, Map<String, String> environment)
            throws IOException, InterruptedException {
        assumeFalse(Boolean.getBoolean("ui.skip"), "built without the user interface");
        ProcessBuilder builder = new ProcessBuilder("npm", "run", "e2e", "--", test)
                .directory(Path.of("ui").toFile())
                .redirectErrorStream(true);
        builder.environment().put("POOLWARDEN_URL", application.replaceAll("/$", ""));
        builder.environment()
                .put(
                        "E2E_SHOTS",
                        Path.of("target", "screenshots").toAbsolutePath().toString());
        builder.environment().putAll(environment);
        Process running = builder.start();
        try {
            running.inputReader().lines().forEach(System.out::println); // until it ends
            assertThat(running.waitFor(1, TimeUnit.MINUTES)).as("ended in time").isTrue();
            assertThat(running.exitValue()).as("exit code of " + test).isZero();
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }
}
