package dev.poolwarden.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What Quarkus hands to the native compiler: the runner jar with its configuration, the libraries, the options. */
final class NativeSources implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "native-sources");
    private static final String CONFIGURATION = "META-INF/native-image/";

    private final JarFile runner;

    private NativeSources(JarFile runner) {
        this.runner = runner;
    }

    static NativeSources open() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Path runner = files.filter(each -> each.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
            return new NativeSources(new JarFile(runner.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A build with {@code -Dnative} compiles them; what lies there is from a build before. */
    static boolean built() {
        return !Boolean.getBoolean("native.sources.skip");
    }

    List<String> options() {
        try {
            return List.of(Files.readString(FOLDER.resolve("native-image.args")).split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> libraries() {
        return libraryFiles().stream()
                .map(each -> each.getFileName().toString())
                .toList();
    }

    private static List<Path> libraryFiles() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("lib"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The application's classes and those that Quarkus generated. */
    JavaClasses classes() {
        return new ClassFileImporter().importJar(runner);
    }

    JavaClasses libraryClasses(String name) throws IOException {
        Path library = libraryFiles().stream()
                .filter(each -> each.getFileName().toString().contains(name))
                .findFirst()
                .orElseThrow();
        try (JarFile jar = new JarFile(library.toFile())) {
            return new ClassFileImporter().importJar(jar);
        }
    }

    List<String> files() {
        return runner.stream()
                .filter(entry -> !entry.isDirectory())
                .map(entry -> entry.getName())
                .toList();
    }

    /** The classes that reflection finds, each with what is registered of it. */
    Map<String, JsonNode> reflected() {
        Map<String, JsonNode> classes = new HashMap<>();
        json("reflect-config.json").forEach(each -> classes.put(each.get("name").asText(), each));
        return classes;
    }

    boolean embeds(String resource) {
        JsonNode included = json("resource-config.json").at("/resources/includes");
        return StreamSupport.stream(included.spliterator(), false)
                .map(each -> Pattern.compile(each.get("pattern").asText()))
                .anyMatch(pattern -> pattern.matcher(resource).matches());
    }

    private JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(text(CONFIGURATION + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try (var in = runner.getInputStream(runner.getJarEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            runner.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
