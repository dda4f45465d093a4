package dev.poolwarden.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the project brings to run it in containers, as it lies in the source tree. */
final class DeployFiles {

    private static final Path DEPLOY = Path.of("deploy");
    /** For Prometheus and Grafana; no manifests. */
    static final Path OBSERVABILITY = DEPLOY.resolve("observability");

    private DeployFiles() {}

    static List<Path> manifests() {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            return files.filter(each -> each.toString().endsWith(".yaml"))
                    .filter(each -> !each.endsWith("kustomization.yaml"))
                    .filter(each -> !each.startsWith(OBSERVABILITY))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode manifest(String name) {
        return yaml(DEPLOY.resolve(name));
    }

    /** With its anchors followed, which Jackson by itself would not do; a key that is there twice is an error. */
    static JsonNode yaml(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object tree = new Yaml(new SafeConstructor(options)).load(text(file));
        return new ObjectMapper().valueToTree(tree);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads into a class strictly: an unknown member or a value of the wrong type is an error.
     *
     * @throws IllegalArgumentException which names the member
     */
    static <T> T strictly(JsonNode tree, Class<T> type) {
        ObjectMapper mapper = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new NothingBesides());
        return mapper.convertValue(tree, type);
    }

    /** The classes of Kubernetes' schema would put what they do not know aside. */
    private static final class NothingBesides extends JacksonAnnotationIntrospector {

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    /** What the environment may set, which another test holds {@code .env.example} to. */
    static Set<String> settings() {
        return text(Path.of(".env.example"))
                .lines()
                .filter(line -> line.matches("#?[A-Z_]+=.*"))
                .map(line -> line.replaceAll("^#?([A-Z_]+)=.*", "$1"))
                .collect(Collectors.toSet());
    }
}
