package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own judgement on rules and expressions. */
final class Promtool {

    private Promtool() {}

    /**
     * Runs it, and fails with what it says unless it is content; where none is installed, the test ends here as skipped.
     *
     * @param command such as {@code check rules FILE}
     */
    static void accepts(String... command) {
        assumeTrue(installed(), "skipped: promtool is not installed (Debian's package prometheus)");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(command))
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean installed() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(folder -> new File(folder, "promtool").canExecute());
    }
}
