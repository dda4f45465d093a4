package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.tasks.Deferral;
import dev.poolwarden.tasks.TaskPolicy;
import dev.poolwarden.transaction.RetrySettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    /** The table of the design, line by line; durations in ms, 0 for never. */
    @ParameterizedTest
    @CsvSource({
        "standard, 20, 10, 25, 500, 50, 30000, 10000, 1800000, 300000, 50000",
        "web, 5, 15, 20, 10000, 2000, 30000, 10000, 0, 300000, 50000",
        "small, 2, 6, 8, 10000, 2000, 30000, 10000, 0, 300000, 1000",
        "pooler, 3, 2, 5, 30000, 2000, 30000, 10000, 1800000, 300000, 0",
        "large, 50, 30, 80, 60000, 500, 60000, 60000, 1800000, 300000, 0"
    })
    void a_preset_is_what_its_line_says(
            String preset,
            int size,
            int overflow,
            int limit,
            long maxWait,
            long minWait,
            long statement,
            long connect,
            long recycle,
            long idle,
            long uses) {
        Settings settings = settings(Map.of("poolwarden.preset", preset));
        assertThat(settings.pool().size()).isEqualTo(size);
        assertThat(settings.pool().maxOverflow()).isEqualTo(overflow);
        assertThat(settings.gate().limit()).isEqualTo(limit);
        assertThat(settings.gate().maxWait()).hasMillis(maxWait);
        assertThat(settings.gate().minWait()).hasMillis(minWait);
        assertThat(settings.pool().statementTimeout()).hasMillis(statement);
        assertThat(settings.pool().socketTimeout()).hasMillis(statement + 1000);
        assertThat(settings.pool().connectTimeout()).hasMillis(connect);
        assertThat(settings.pool().recycle()).hasMillis(recycle);
        assertThat(settings.pool().idleTimeout()).hasMillis(idle);
        assertThat(settings.pool().maxUses()).isEqualTo(uses);
    }

    @Test
    void the_header_that_raises_is_trusted_where_that_is_set_alone() {
        assertThat(settings(Map.of()).api().trustPriority()).isFalse();
        assertThat(settings(Map.of("poolwarden.gate.trust-priority", "true"))
                        .api()
                        .trustPriority())
                .isTrue();
    }

    @Test
    void the_standard_preset_is_the_default() {
        assertThat(settings(Map.of()).pool().size()).isEqualTo(20);
    }

    @Test
    void familiar_names_set_what_they_mean() {
        Settings settings = settings(Map.of(
                "DB_POOL_SIZE", "4",
                "DB_MAX_OVERFLOW", "3",
                "DB_POOL_TIMEOUT", "2",
                "DB_POOL_RECYCLE", "600",
                "DATABASE_COMMAND_TIMEOUT", "15",
                "DATABASE_MAX_IDLE_TIME", "60"));
        assertThat(settings.pool().size()).isEqualTo(4);
        assertThat(settings.pool().maxOverflow()).isEqualTo(3);
        assertThat(settings.gate().limit())
                .as("the preset's, as far as there are connections")
                .isEqualTo(7);
        assertThat(settings.gate().maxWait()).hasSeconds(2);
        assertThat(settings.pool().recycle()).hasMinutes(10);
        assertThat(settings.pool().statementTimeout()).hasSeconds(15);
        assertThat(settings.pool().idleTimeout()).hasSeconds(60);
    }

    @ParameterizedTest
    @CsvSource({"5, 12, 5, 7", ", 12, 12, 0", ", 33, 20, 13"})
    void the_familiar_largest_size_is_size_and_overflow_together(String min, String max, int size, int overflow) {
        Settings settings = settings(
                min == null
                        ? Map.of("DATABASE_POOL_MAX_SIZE", max)
                        : Map.of("DATABASE_POOL_MIN_SIZE", min, "DATABASE_POOL_MAX_SIZE", max));
        assertThat(settings.pool().size()).isEqualTo(size);
        assertThat(settings.pool().maxOverflow()).isEqualTo(overflow);
    }

    @Test
    void a_setting_s_own_name_wins_over_a_familiar_one() {
        SmallRyeConfig config = config(Map.of("DB_POOL_SIZE", "4"), Map.of("poolwarden.pool.size", "6"));
        assertThat(Settings.from(config.getConfigMapping(PoolwardenConfig.class))
                        .pool()
                        .size())
                .isEqualTo(6);
    }

    @Test
    void a_database_url_sets_address_and_credentials() {
        SmallRyeConfig config =
                config(Map.of("DATABASE_URL", "postgres://user:p%40ss@host/db?sslmode=require"), Map.of());
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class))
                .isEqualTo("jdbc:postgresql://host/db?sslmode=require");
        assertThat(config.getValue("quarkus.datasource.username", String.class)).isEqualTo("user");
        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("p@ss");
    }

    @Test
    void the_parts_of_an_address_do_as_well() {
        SmallRyeConfig config = config(
                Map.of(
                        "DB_HOST",
                        "db.internal",
                        "DB_PORT",
                        "6432",
                        "DB_NAME",
                        "shop",
                        "DB_USER",
                        "me",
                        "DB_PASSWORD",
                        "x"),
                Map.of());
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class))
                .isEqualTo("jdbc:postgresql://db.internal:6432/shop");
        assertThat(config.getValue("quarkus.datasource.username", String.class)).isEqualTo("me");
    }

    @Test
    void a_floor_that_was_not_set_gives_way_to_a_shorter_wait() {
        Settings settings = settings(Map.of("poolwarden.preset", "web", "poolwarden.gate.max-wait", "500ms"));
        assertThat(settings.gate().minWait()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", ", true"})
    void connections_are_opened_ahead_unless_it_is_set_otherwise(String set, boolean prewarm) {
        Map<String, String> given = set == null ? Map.of() : Map.of("poolwarden.pool.prewarm", set);
        assertThat(settings(given).pool().prewarm()).isEqualTo(prewarm);
    }

    @Test
    void two_connections_of_the_server_stay_free_unless_it_is_set_otherwise() {
        assertThat(settings(Map.of()).pool().leaveFree()).isEqualTo(2);
        assertThat(settings(Map.of("poolwarden.pool.leave-free", "0")).pool().leaveFree())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1", "1001"})
    void an_impossible_number_of_connections_to_leave_free_is_refused(String value) {
        assertThatThrownBy(() -> settings(Map.of("poolwarden.pool.leave-free", value)))
                .hasMessage("pool.leave-free is " + value + "; allowed is 0 to 1000");
    }

    @Test
    void the_limit_adapts_between_two_and_the_presets_and_shares_are_kept_by_default() {
        Settings settings = settings(Map.of());
        assertThat(settings.limit()).isEqualTo(new LimitSettings(true, 2, 25));
        assertThat(settings.gate().essentialShare()).isEqualTo(5);
        assertThat(settings.gate().interactiveShare()).isEqualTo(25);
        assertThat(settings.gate().floorShare()).isEqualTo(5);
    }

    @Test
    void the_limit_and_the_shares_can_be_set() {
        Settings settings = settings(Map.of(
                "poolwarden.gate.limit", "fixed",
                "poolwarden.gate.min-concurrent", "3",
                "poolwarden.gate.max-concurrent", "12",
                "poolwarden.gate.essential-share", "10",
                "poolwarden.gate.interactive-share", "50",
                "poolwarden.gate.floor-share", "0"));
        assertThat(settings.limit()).isEqualTo(new LimitSettings(false, 3, 12));
        assertThat(settings.gate().essentialShare()).isEqualTo(10);
        assertThat(settings.gate().interactiveShare()).isEqualTo(50);
        assertThat(settings.gate().floorShare()).isZero();
        assertThatThrownBy(() -> settings(Map.of("poolwarden.gate.min-concurrent", "0")))
                .hasMessage("gate.min-concurrent is 0; allowed is 1 to 10000");
    }

    @Test
    void background_tasks_give_way_by_default() {
        assertThat(settings(Map.of()).tasks())
                .isEqualTo(new TaskPolicy(
                        Deferral.STRETCH, Deferral.SKIP, 4, Duration.ofSeconds(30), Duration.ofMinutes(10)));
    }

    @Test
    void how_background_tasks_give_way_can_be_set() {
        assertThat(settings(Map.of(
                                "poolwarden.tasks.degraded", "run",
                                "poolwarden.tasks.critical", "delay",
                                "poolwarden.tasks.stretch", "7",
                                "poolwarden.tasks.max-delay", "5s",
                                "poolwarden.tasks.longest-pause", "90s"))
                        .tasks())
                .isEqualTo(
                        new TaskPolicy(Deferral.RUN, Deferral.DELAY, 7, Duration.ofSeconds(5), Duration.ofSeconds(90)));
    }

    @Test
    void a_thousand_may_listen_unless_it_is_set_otherwise() {
        assertThat(settings(Map.of()).api().maxListeners()).isEqualTo(1000);
        assertThat(settings(Map.of("poolwarden.events.max-listeners", "7"))
                        .api()
                        .maxListeners())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0", "100001"})
    void an_impossible_number_of_listeners_is_refused(String value) {
        assertThatThrownBy(() -> settings(Map.of("poolwarden.events.max-listeners", value)))
                .hasMessage("events.max-listeners is " + value + "; allowed is 1 to 100000");
    }

    @Test
    void more_permits_than_connections_are_refused() {
        assertThatThrownBy(() -> settings(Map.of("poolwarden.gate.max-concurrent", "31")))
                .hasMessage("gate.max-concurrent is 31; allowed is 1 to pool.size + pool.max-overflow, 30");
    }

    @Test
    void transactions_are_tried_as_the_settings_say() {
        assertThat(settings(Map.of()).transactions())
                .isEqualTo(new RetrySettings(4, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(10)));
        assertThat(settings(Map.of(
                                "poolwarden.transactions.max-tries", "7",
                                "poolwarden.transactions.first-backoff", "20ms",
                                "poolwarden.transactions.max-backoff", "2s",
                                "poolwarden.transactions.max-time", "1m"))
                        .transactions())
                .isEqualTo(new RetrySettings(7, Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofMinutes(1)));
        assertThatThrownBy(() -> settings(Map.of("poolwarden.transactions.max-tries", "21")))
                .hasMessage("transactions.max-tries is 21; allowed is 1 to 20");
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.from(config(values, Map.of()).getConfigMapping(PoolwardenConfig.class));
    }

    private static SmallRyeConfig config(Map<String, String> given, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(PoolwardenConfig.class)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(given, "given", 100))
                .withSources(new PropertiesConfigSource(environment, "environment", 300))
                .withSources(new FamiliarNames())
                .build();
    }
}
