package dev.poolwarden.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Lets the names that people already have in their environment set what Poolwarden and Quarkus call differently. They give way
 * to the settings' own names in the environment and take precedence over configuration files.
 */
public final class FamiliarNames implements ConfigSourceFactory {

    /** Between application.properties (250) and .env files (295). */
    private static final int ORDINAL = 275;

    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    private static final Map<String, String> PLAIN = Map.of(
            "DB_USER", USER,
            "DB_PASSWORD", PASSWORD,
            "DB_POOL_SIZE", "poolwarden.pool.size",
            "DATABASE_POOL_MIN_SIZE", "poolwarden.pool.size",
            "DB_MAX_OVERFLOW", "poolwarden.pool.max-overflow",
            "DB_POOL_TIMEOUT", "poolwarden.gate.max-wait",
            "DB_POOL_RECYCLE", "poolwarden.pool.recycle",
            "DATABASE_COMMAND_TIMEOUT", "poolwarden.pool.statement-timeout",
            "DATABASE_MAX_IDLE_TIME", "poolwarden.pool.idle-timeout");

    /** The familiar names that set this setting, in alphabetical order. */
    static List<String> forSetting(String setting) {
        return PLAIN.entrySet().stream()
                .filter(each -> each.getValue().equals(setting))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> settings = new HashMap<>();
        PLAIN.forEach((familiar, own) -> value(context, familiar).ifPresent(value -> settings.put(own, value)));
        address(context, settings);
        maxSize(context, settings);
        echo(context, settings);
        value(context, "poolwarden.cors-origins")
                .ifPresent(origins -> settings.put("quarkus.http.cors.enabled", "true"));
        return List.of(new PropertiesConfigSource(settings, "familiar environment names", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static void address(ConfigSourceContext context, Map<String, String> settings) {
        Optional<String> url = value(context, "DATABASE_URL");
        Optional<String> host = value(context, "DB_HOST");
        if (url.isPresent()) {
            DatabaseAddress address = parsed("DATABASE_URL", () -> DatabaseAddress.parse(url.get()));
            settings.put(JDBC_URL, address.jdbcUrl());
            address.user().ifPresent(user -> settings.put(USER, user));
            address.password().ifPresent(password -> settings.put(PASSWORD, password));
        } else if (host.isPresent()) {
            String port = value(context, "DB_PORT").orElse("5432");
            String database = value(context, "DB_NAME")
                    .or(() -> value(context, "DB_USER"))
                    .orElse("postgres");
            DatabaseAddress address =
                    parsed("DB_HOST, DB_PORT or DB_NAME", () -> DatabaseAddress.of(host.get(), port, database));
            settings.put(JDBC_URL, address.jdbcUrl());
        }
    }

    private static DatabaseAddress parsed(String name, java.util.function.Supplier<DatabaseAddress> address) {
        try {
            return address.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(name + " cannot be read; " + e.getMessage());
        }
    }

    /** DATABASE_POOL_MAX_SIZE is size and overflow together. */
    private static void maxSize(ConfigSourceContext context, Map<String, String> settings) {
        value(context, "DATABASE_POOL_MAX_SIZE").ifPresent(text -> {
            int most = number("DATABASE_POOL_MAX_SIZE", text);
            int size = size(context, settings).orElse(most);
            settings.putIfAbsent("poolwarden.pool.size", Integer.toString(Math.min(size, most)));
            settings.put("poolwarden.pool.max-overflow", Integer.toString(Math.max(0, most - size)));
        });
    }

    private static Optional<Integer> size(ConfigSourceContext context, Map<String, String> settings) {
        return value(context, "poolwarden.pool.size")
                .or(() -> Optional.ofNullable(settings.get("poolwarden.pool.size")))
                .map(text -> number("poolwarden.pool.size", text))
                .or(() -> preset(context).map(preset -> preset.size));
    }

    private static Optional<Preset> preset(ConfigSourceContext context) {
        String name = value(context, "poolwarden.preset").orElse("standard").toUpperCase(Locale.ROOT);
        return List.of(Preset.values()).stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst();
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new ConfigurationException(name + " is \"" + text + "\"; allowed is a whole number of connections");
        }
    }

    private static void echo(ConfigSourceContext context, Map<String, String> settings) {
        value(context, "DB_ECHO").filter(FamiliarNames::isTrue).ifPresent(on -> {
            settings.put("quarkus.log.category.\"" + SqlEcho.TRACER + "\".level", "FINEST");
        });
    }

    private static boolean isTrue(String text) {
        return List.of("1", "true", "yes", "on").contains(text.trim().toLowerCase(Locale.ROOT));
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return Optional.ofNullable(value).map(ConfigValue::getValue).filter(text -> !text.isBlank());
    }
}
