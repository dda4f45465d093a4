package dev.poolwarden.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images and what composes them say what the documentation says of them. */
class ContainerFilesTest {

    private static final Path IMAGES = Path.of("src", "main", "docker");
    private static final Pattern INSTRUCTION = Pattern.compile("^([A-Z]+) +(.*)$");
    private static final Set<String> INSTRUCTIONS = Set.of(
            "ARG",
            "FROM",
            "LABEL",
            "ENV",
            "WORKDIR",
            "COPY",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT");

    private JsonNode compose;
    private Service app;

    /** The members of the Compose specification that we use; a misspelt one is none of these. */
    record Compose(Map<String, Service> services, Map<String, Object> volumes) {}

    record Service(
            String image,
            Build build,
            List<String> command,
            Map<String, String> environment,
            List<String> ports,
            List<String> volumes,
            HealthCheck healthcheck,
            @JsonProperty("depends_on") Map<String, Dependency> dependsOn,
            @JsonProperty("read_only") boolean readOnly,
            List<String> tmpfs,
            @JsonProperty("cap_drop") List<String> capDrop,
            @JsonProperty("security_opt") List<String> securityOpt,
            @JsonProperty("mem_limit") String memLimit,
            String cpus,
            @JsonProperty("pids_limit") int pidsLimit,
            @JsonProperty("stop_grace_period") String stopGracePeriod,
            String restart) {}

    record Build(String context, String dockerfile) {}

    record HealthCheck(List<String> test, String interval, String timeout, int retries) {}

    record Dependency(String condition) {}

    @BeforeEach
    void read() {
        compose = DeployFiles.yaml(Path.of("compose.yaml"));
        app = DeployFiles.strictly(compose, Compose.class).services().get("poolwarden");
    }

    private static Map<String, String> instructions(String image) {
        Map<String, String> found = new LinkedHashMap<>();
        String joined = DeployFiles.text(IMAGES.resolve(image)).replaceAll("\\\\\n\\s*", "");
        joined.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            Matcher instruction = INSTRUCTION.matcher(line);
            assertThat(instruction.matches()).as(line).isTrue();
            assertThat(found.put(instruction.group(1), instruction.group(2)))
                    .as("a second " + line)
                    .isNull();
        });
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void an_image_is_small_and_harmless_and_tells_how_it_is(String name) {
        Map<String, String> image = instructions(name);
        assertThat(image.keySet()).isSubsetOf(INSTRUCTIONS);
        assertThat(image.get("ARG"))
                .matches("[A-Z]+=[a-z.]+(/[a-z0-9-]+)+:[a-z0-9.-]+")
                .doesNotContain("latest");
        assertThat(image.get("USER")).isEqualTo("10001:10001");
        assertThat(image.get("COPY")).startsWith("--chmod=0555 target/").doesNotContain("--chown");
        assertThat(image.get("ENTRYPOINT")).as("without a shell").startsWith("[");
        assertThat(image.get("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(image.get("EXPOSE")).isEqualTo("8080");
        assertThat(image.get("HEALTHCHECK")).contains("/q/health/ready").contains("${QUARKUS_HTTP_PORT:-8080}");
        assertThat(image.get("LABEL")).contains("org.opencontainers.image.title", "licenses=\"Apache-2.0\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void the_builder_gets_what_is_copied_and_nothing_else(String name) {
        List<String> ignore = DeployFiles.text(Path.of(".dockerignore"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(ignore.get(0)).isEqualTo("*");
        List<String> copied = List.of(
                instructions(name).get("COPY").replace("--chmod=0555 ", "").split(" "));
        assertThat(ignore.subList(1, ignore.size()))
                .containsAll(copied.subList(0, copied.size() - 1).stream()
                        .map(each -> "!" + each.replaceAll("/$", ""))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"512m.options", "256m.options"})
    void a_jvm_gets_its_options_without_a_shell(String name) {
        assertThat(instructions("Dockerfile.jvm").get("ENV")).contains("JDK_JAVA_OPTIONS=\"@512m.options\"");
        assertThat(DeployFiles.text(Path.of("src", "main", "jvm", name)))
                .contains("-XX:+UseSerialGC\n", "-Xmx", "-XX:MaxMetaspaceSize=", "-XX:MaxDirectMemorySize=");
    }

    @Test
    void the_composed_application_is_small_and_may_do_nothing() {
        assertThat(app.readOnly()).isTrue();
        assertThat(app.tmpfs()).singleElement().asString().startsWith("/tmp:");
        assertThat(app.capDrop()).containsExactly("ALL");
        assertThat(app.securityOpt()).containsExactly("no-new-privileges:true");
        assertThat(app.memLimit()).isEqualTo("512m");
        assertThat(app.cpus()).isEqualTo("0.5");
        assertThat(app.ports()).allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(app.dependsOn().get("postgres").condition()).isEqualTo("service_healthy");
        assertThat(Path.of(app.build().dockerfile().replaceAll("^\\$\\{\\w+:-(.*)}$", "$1")))
                .exists();
    }

    @Test
    void the_composed_database_is_small_too_and_its_passwords_are_nowhere_in_clear() {
        Service postgres =
                DeployFiles.strictly(compose, Compose.class).services().get("postgres");
        assertThat(postgres.command()).containsExactly("postgres", "-c", "max_connections=20");
        assertThat(postgres.healthcheck().test()).contains("pg_isready");
        assertThat(compose.findValuesAsText("DB_PASSWORD"))
                .hasSize(2)
                .allMatch(value -> value.startsWith("${DB_PASSWORD:?"));
        assertThat(compose.findValuesAsText("POSTGRES_PASSWORD"))
                .allMatch(value -> value.startsWith("${POSTGRES_PASSWORD:?"));
        assertThat(Path.of(postgres.volumes().get(1).split(":")[0])).isExecutable();
    }

    @Test
    void only_settings_that_there_are() {
        assertThat(DeployFiles.settings()).containsAll(app.environment().keySet());
    }
}
