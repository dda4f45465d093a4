package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.demo.DemoConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What can be set is written down, and what is written down can be set. */
class SettingsDocumentationTest {

    private static final List<String> FAMILIAR = List.of(
            "DATABASE_URL",
            "DB_HOST",
            "DB_PORT",
            "DB_USER",
            "DB_PASSWORD",
            "DB_NAME",
            "DB_POOL_SIZE",
            "DB_MAX_OVERFLOW",
            "DB_POOL_TIMEOUT",
            "DB_POOL_RECYCLE",
            "DB_ECHO",
            "DATABASE_POOL_MIN_SIZE",
            "DATABASE_POOL_MAX_SIZE",
            "DATABASE_COMMAND_TIMEOUT",
            "DATABASE_MAX_IDLE_TIME");

    @Test
    void every_setting_has_its_line() throws IOException {
        String documentation = Files.readString(Path.of("docs", "settings.md"));
        assertThat(all()).allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
    }

    @Test
    void the_example_environment_names_every_setting_and_every_familiar_name() throws IOException {
        String example = Files.readString(Path.of(".env.example"));
        assertThat(all()).allSatisfy(name -> assertThat(example).contains(SettingNames.inEnvironment(name) + "="));
        assertThat(FAMILIAR).allSatisfy(name -> assertThat(example).contains(name + "="));
    }

    @Test
    void names_in_the_environment_that_are_no_settings_are_found() {
        assertThat(UnknownEnvironment.unknown(
                        List.of("POOLWARDEN_POOL_MAX_OVERFLOW", "POOLWARDEN_DEMO_TASKS", "POOLWARDEN_PORT", "PATH")))
                .containsExactly("POOLWARDEN_PORT");
    }

    private static Set<String> all() {
        Set<String> names = new TreeSet<>(SettingNames.of(PoolwardenConfig.class, "poolwarden"));
        names.addAll(SettingNames.of(DemoConfig.class, "poolwarden.demo"));
        return names;
    }
}
