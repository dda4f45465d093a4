package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A real Chromium on the page, and the client in Node, against this application on a real PostgreSQL under a real load. The
 * tests themselves are {@code ui/e2e}; here they get a server.
 */
@QuarkusTest
class BrowserTest {

    @TestHTTPResource("")
    URL base;

    @Test
    void the_page_shows_the_level_and_the_client_obeys_it() throws IOException, InterruptedException {
        assumeFalse(Boolean.getBoolean("ui.skip"), "built without the user interface");
        Path shots = Path.of("target", "screenshots").toAbsolutePath();
        ProcessBuilder e2e = new ProcessBuilder("npm", "run", "e2e")
                .directory(Path.of("ui").toFile())
                .redirectErrorStream(true)
                .inheritIO();
        e2e.environment().put("POOLWARDEN_URL", base.toString().replaceAll("/$", ""));
        e2e.environment().put("E2E_SHOTS", shots.toString());
        Process running = e2e.start();
        try {
            assertThat(running.waitFor(10, TimeUnit.MINUTES))
                    .as("ended in time")
                    .isTrue();
            assertThat(running.exitValue()).as("exit code of npm run e2e").isZero();
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }
}
