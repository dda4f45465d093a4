package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.testing.PackagedApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends the start of the packaged application: one line that names the setting, the value and what is allowed. */
class StartIT {

    private static final String DATABASE = "postgres://app:topsecret@localhost:1/app";

    @Test
    void without_a_database_it_names_the_settings() {
        assertThatItEndsWith(
                Map.of(),
                "No database is configured; set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME, or quarkus.datasource.jdbc.url");
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                Arguments.of("POOLWARDEN_POOL_SIZE", "0", "poolwarden.pool.size is 0; allowed is 1 to 1000"),
                Arguments.of(
                        "POOLWARDEN_TASKS_CRITICAL",
                        "",
                        "poolwarden.tasks.critical is empty; give it a value, or leave it out for the default"),
                Arguments.of(
                        "DB_POOL_SIZE",
                        "many",
                        "poolwarden.pool.size (also DATABASE_POOL_MIN_SIZE, DB_POOL_SIZE) is \"many\"; allowed is a whole number"),
                Arguments.of(
                        "POOLWARDEN_GATE_MAX_CONCURRENT",
                        "31",
                        "poolwarden.gate.max-concurrent is 31; allowed is 1 to pool.size + pool.max-overflow, 30"),
                Arguments.of(
                        "POOLWARDEN_INSTANCE",
                        "a b",
                        "poolwarden.instance is \"a b\"; allowed are 1 to 20 letters, digits and hyphens"),
                Arguments.of(
                        "POOLWARDEN_PRESSURE_CRITICAL",
                        "75",
                        "poolwarden.pressure.moderate, .aggressive and .critical are 70.0, 80.0 and 75.0; they must rise, above 0 and up to 100"),
                Arguments.of(
                        "POOLWARDEN_CLEANUP_AUTOMATIC",
                        "maybe",
                        "poolwarden.cleanup.automatic is \"maybe\"; allowed is true or false"),
                Arguments.of(
                        "POOLWARDEN_CLEANUP_LEAK_AFTER",
                        "0s",
                        "poolwarden.cleanup.leak-after is PT0S; allowed is 1 s to 24 h"),
                Arguments.of(
                        "POOLWARDEN_CORS_ORIGINS",
                        "foo",
                        "poolwarden.cors-origins has \"foo\"; allowed are origins such as https://shop.example, or /regex/, comma-separated"),
                Arguments.of(
                        "DATABASE_POOL_MAX_SIZE",
                        "lots",
                        "DATABASE_POOL_MAX_SIZE is \"lots\"; allowed is a whole number of connections"));
    }

    @ParameterizedTest
    @MethodSource("badSettings")
    void a_bad_value_ends_the_start(String name, String value, String line) {
        assertThatItEndsWith(Map.of("DATABASE_URL", DATABASE, name, value), line);
    }

    @Test
    void an_unknown_setting_in_a_configuration_ends_the_start() {
        assertThatItEndsWith(
                Map.of("DATABASE_URL", DATABASE),
                Map.of("poolwarden.pool.sise", "3"),
                "poolwarden.pool.sise is no setting of Poolwarden (found in SysPropConfigSource); docs/settings.md lists them all");
    }

    @Test
    void a_bad_database_url_is_refused_without_repeating_its_password() {
        assertThatItEndsWith(
                Map.of("DATABASE_URL", "postgres://app:top secret@localhost/app"),
                "DATABASE_URL cannot be read; allowed is postgres://user:password@host:port/database?option=value, with user and password percent-encoded, or jdbc:postgresql://...");
    }

    @Test
    void an_unknown_name_in_the_environment_only_warns() {
        Map<String, String> environment = new HashMap<>(Map.of("DATABASE_URL", DATABASE));
        environment.put("POOLWARDEN_SERVICE_HOST", "10.0.0.1");
        environment.put("POOLWARDEN_PRESET", "small");
        environment.put("POOLWARDEN_GATE_MAX_CONCURRENT", "3");
        environment.put("POOLWARDEN_THROTTLE_NORMAL_REQUEST_DELAY_MS", "200");
        environment.put("POOLWARDEN_DEMO_TASKS", "false");
        try (PackagedApplication application = new PackagedApplication(environment)) {
            application.awaitUrl();
            assertThat(application.log())
                    .anySatisfy(line -> assertThat(line)
                            .contains("WARN")
                            .contains("POOLWARDEN_SERVICE_HOST in the environment is no setting of Poolwarden"));
            assertThat(application.log().stream().filter(line -> line.contains("is no setting")))
                    .as("known names")
                    .hasSize(1);
        }
    }

    private static void assertThatItEndsWith(Map<String, String> environment, String line) {
        assertThatItEndsWith(environment, Map.of(), line);
    }

    private static void assertThatItEndsWith(
            Map<String, String> environment, Map<String, String> systemProperties, String line) {
        try (PackagedApplication application = new PackagedApplication(environment, systemProperties)) {
            assertThat(application.awaitExit()).isEqualTo(1);
            assertThat(application.log())
                    .filteredOn(each -> !each.startsWith("Picked up"))
                    .containsExactly(line);
        }
    }
}
