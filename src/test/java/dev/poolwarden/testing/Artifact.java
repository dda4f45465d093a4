package dev.poolwarden.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The application that integration tests start, a runnable jar or a native binary: the one that {@code
 * -Dpoolwarden.it.artifact=PATH} names, else what this build has packaged.
 */
public record Artifact(Path path) {

    /** {@code quarkus-run.jar} beside its libraries, or a binary. */
    private static final String SETTING = "poolwarden.it.artifact";

    private static final Path BUILT = Path.of("target");

    /** Empty unless somebody names one. */
    static Optional<Artifact> given() {
        return Optional.ofNullable(System.getProperty(SETTING))
                .filter(path -> !path.isBlank())
                .map(path -> new Artifact(Path.of(path).toAbsolutePath()))
                .map(Artifact::existing);
    }

    static Artifact underTest() {
        return given().orElseGet(Artifact::built);
    }

    /** What Quarkus wrote down of its build: a jar, or with {@code -Dnative} a binary. */
    private static Artifact built() {
        Properties metadata = new Properties();
        try (var in = Files.newInputStream(BUILT.resolve("quarkus-artifact.properties"))) {
            metadata.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is packaged; ./mvnw verify packages it", e);
        }
        return new Artifact(BUILT.resolve(metadata.getProperty("path")).toAbsolutePath()).existing();
    }

    private Artifact existing() {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(path + " is no file");
        }
        return this;
    }

    public boolean isNative() {
        return !path.toString().endsWith(".jar");
    }

    /** What starts it; a binary takes system properties as a JVM does. */
    List<String> command(Map<String, String> systemProperties) {
        List<String> command = new ArrayList<>();
        if (!isNative()) {
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.add("-XX:+UseSerialGC");
        } else {
            command.add(path.toString());
        }
        systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (!isNative()) {
            command.addAll(List.of("-jar", path.toString()));
        }
        return command;
    }
}
