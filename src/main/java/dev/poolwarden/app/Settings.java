package dev.poolwarden.app;

import dev.poolwarden.api.ApiSettings;
import dev.poolwarden.api.Operators;
import dev.poolwarden.breaker.BreakerSettings;
import dev.poolwarden.control.CleanupSettings;
import dev.poolwarden.control.MonitorSettings;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.pool.PoolSettings;
import dev.poolwarden.pressure.PressureSettings;
import dev.poolwarden.reclaim.ReclaimLimits;
import dev.poolwarden.tasks.TaskPolicy;
import dev.poolwarden.throttle.Budget;
import dev.poolwarden.throttle.ThrottlingLevel;
import dev.poolwarden.throttle.ThrottlingSettings;
import dev.poolwarden.transaction.RetrySettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The settings as each room wants them: what was configured, and the preset where nothing was. The rooms' records validate
 * themselves.
 *
 * @param instance this instance's name
 * @throws IllegalArgumentException naming the setting, the value and what is allowed
 */
record Settings(
        String instance,
        PoolSettings pool,
        GateSettings gate,
        LimitSettings limit,
        MonitorSettings monitor,
        PressureSettings pressure,
        ThrottlingSettings throttle,
        BreakerSettings breaker,
        CleanupSettings cleanup,
        RetrySettings transactions,
        TaskPolicy tasks,
        ApiSettings api) {

    private static final String ORIGIN = "https?://[A-Za-z0-9.\\-\\[\\]:]+|/.+/";
    private static final String INSTANCE_NAME = "[A-Za-z0-9-]{1,20}";

    Settings {
        if (!instance.matches(INSTANCE_NAME)) {
            throw new IllegalArgumentException(
                    "instance is \"" + instance + "\"; allowed are 1 to 20 letters, digits and hyphens");
        }
    }

    static Settings from(PoolwardenConfig config) {
        config.corsOrigins().ifPresent(Settings::requireOrigins);
        Preset preset = config.preset();
        String instance = config.instance().orElseGet(Settings::anyInstance);
        GateSettings gate = gate(config.gate(), preset, capacity(config.pool(), preset));
        return new Settings(
                instance,
                pool(config.pool(), preset, instance),
                gate,
                new LimitSettings(
                        config.gate().limit() == LimitMode.ADAPTIVE,
                        config.gate().minConcurrent(),
                        gate.limit()),
                new MonitorSettings(
                        config.monitor().sampleInterval(), config.monitor().interval(), gate.limit()),
                pressure(config.pressure()),
                throttle(config.throttle()),
                breaker(config.breaker()),
                cleanup(config.cleanup()),
                transactions(config.transactions()),
                tasks(config.tasks()),
                new ApiSettings(
                        instance,
                        config.readinessFollowsDatabase(),
                        config.cleanup().anonymous(),
                        config.gate().trustPriority(),
                        config.events().maxListeners(),
                        Operators.parse(config.operators().orElse(""))));
    }

    /** Quarkus takes the origins as they are; one that cannot be one would silently let nobody in. */
    private static void requireOrigins(String origins) {
        for (String origin : origins.split(",")) {
            if (!origin.trim().matches(ORIGIN)) {
                throw new IllegalArgumentException("cors-origins has \"" + origin.trim()
                        + "\"; allowed are origins such as https://shop.example, or /regex/, comma-separated");
            }
        }
    }

    private static String anyInstance() {
        return "%04x".formatted(ThreadLocalRandom.current().nextInt(0x10000));
    }

    private static PoolSettings pool(PoolwardenConfig.Pool config, Preset preset, String instance) {
        Duration statement = config.statementTimeout().orElse(preset.statementTimeout);
        Duration socket = statement.isZero() ? Duration.ZERO : statement.plusSeconds(1);
        return new PoolSettings(
                config.size().orElse(preset.size),
                config.maxOverflow().orElse(preset.maxOverflow),
                config.recycle().orElse(preset.recycle),
                config.maxUses().orElse(preset.maxUses),
                config.idleTimeout().orElse(preset.idleTimeout),
                statement,
                config.connectTimeout().orElse(preset.connectTimeout),
                config.socketTimeout().orElse(socket),
                config.leaveFree(),
                "poolwarden:" + instance,
                config.prewarm());
    }

    private static int capacity(PoolwardenConfig.Pool config, Preset preset) {
        return config.size().orElse(preset.size) + config.maxOverflow().orElse(preset.maxOverflow);
    }

    /** A limit or floor that comes from the preset gives way to what was configured beside it; one that was set is checked. */
    private static GateSettings gate(PoolwardenConfig.Gate config, Preset preset, int capacity) {
        int limit = config.maxConcurrent().orElse(Math.max(1, Math.min(preset.gateLimit, capacity)));
        if (limit > capacity) {
            throw new IllegalArgumentException(
                    "gate.max-concurrent is %d; allowed is 1 to pool.size + pool.max-overflow, %d"
                            .formatted(limit, capacity));
        }
        Duration maxWait = config.maxWait().orElse(preset.maxWait);
        Duration minWait = config.minWait().orElse(preset.minWait.compareTo(maxWait) < 0 ? preset.minWait : maxWait);
        return new GateSettings(
                limit,
                maxWait,
                minWait,
                config.maxBacklog(),
                config.essentialShare(),
                config.interactiveShare(),
                config.floorShare());
    }

    private static PressureSettings pressure(PoolwardenConfig.Pressure config) {
        return new PressureSettings(
                config.moderate(),
                config.aggressive(),
                config.critical(),
                config.margin(),
                config.raiseWindows(),
                config.raiseOf(),
                config.fallAfter());
    }

    private static ThrottlingSettings throttle(PoolwardenConfig.Throttle config) {
        return new ThrottlingSettings(
                Map.of(
                        ThrottlingLevel.NORMAL, budget(config.normal(), ThrottlingLevel.NORMAL),
                        ThrottlingLevel.MODERATE, budget(config.moderate(), ThrottlingLevel.MODERATE),
                        ThrottlingLevel.AGGRESSIVE, budget(config.aggressive(), ThrottlingLevel.AGGRESSIVE),
                        ThrottlingLevel.EMERGENCY, budget(config.emergency(), ThrottlingLevel.EMERGENCY)),
                (int) config.pollAfter().toSeconds(),
                (int) config.validFor().toSeconds());
    }

    private static Budget budget(PoolwardenConfig.Throttle.Level config, ThrottlingLevel level) {
        Budget preset = ThrottlingSettings.DEFAULTS.budgets().get(level);
        return new Budget(
                config.maxConcurrentRequests().orElse(preset.maxConcurrentRequests()),
                config.maxRequestsPerMinute().orElse(preset.maxRequestsPerMinute()),
                config.requestDelayMs().orElse(preset.requestDelayMs()));
    }

    private static CleanupSettings cleanup(PoolwardenConfig.Cleanup config) {
        return new CleanupSettings(
                config.automatic(),
                new ReclaimLimits(config.leakAfter(), config.idleInTransactionAfter()),
                config.cooldown());
    }

    private static RetrySettings transactions(PoolwardenConfig.Transactions config) {
        return new RetrySettings(config.maxTries(), config.firstBackoff(), config.maxBackoff(), config.maxTime());
    }

    private static TaskPolicy tasks(PoolwardenConfig.Tasks config) {
        return new TaskPolicy(
                config.degraded(), config.critical(), config.stretch(), config.maxDelay(), config.longestPause());
    }

    private static BreakerSettings breaker(PoolwardenConfig.Breaker config) {
        BreakerSettings preset = BreakerSettings.DEFAULTS;
        return new BreakerSettings(
                config.failurePercent().orElse(preset.failurePercent()),
                config.window().orElse(preset.window()),
                config.minimumCalls().orElse(preset.minimumCalls()),
                config.failedProbes().orElse(preset.failedProbes()),
                config.successfulProbes().orElse(preset.successfulProbes()));
    }
}
