package dev.poolwarden.app;

import dev.poolwarden.tasks.Deferral;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Every setting of Poolwarden. What is empty here comes from the preset. Durations read {@code 500ms}, {@code 30s}, {@code 5m}
 * or a plain number of seconds.
 */
@ConfigMapping(prefix = "poolwarden")
public interface PoolwardenConfig {

    /** Where the empty settings come from: standard, web, small, pooler or large. */
    @WithDefault("standard")
    Preset preset();

    /** Name of this instance in answers, logs and {@code application_name}; 1 to 20 letters, digits and hyphens. */
    Optional<String> instance();

    /** Who may use the operators' endpoints by HTTP Basic: {@code name:bcrypt,name:bcrypt}. */
    Optional<String> operators();

    /** Origins whose frontends may ask, comma-separated; {@code /regex/} works. Nobody but our own without it. */
    Optional<String> corsOrigins();

    /** Whether readiness is DOWN while the database is away; it takes the instance out of the balancer. */
    @WithDefault("false")
    @WithConverter(TrueOrFalse.class)
    boolean readinessFollowsDatabase();

    Pool pool();

    Gate gate();

    Monitor monitor();

    Pressure pressure();

    Throttle throttle();

    Breaker breaker();

    Cleanup cleanup();

    Transactions transactions();

    Tasks tasks();

    Events events();

    /** The pool's connections. */
    interface Pool {

        /** Connections kept open. */
        OptionalInt size();

        /** Connections opened beyond that under load. */
        OptionalInt maxOverflow();

        /** Age at which a connection is replaced, up to a tenth sooner by chance; 0 for never. */
        Optional<Duration> recycle();

        /** Borrows after which a connection is replaced; 0 for never. */
        OptionalLong maxUses();

        /** How long an overflow connection stays unused, at the least, before it is retired. */
        Optional<Duration> idleTimeout();

        /** Whether overflow connections are opened before they are needed, and kept while they will be. */
        @WithDefault("true")
        @WithConverter(TrueOrFalse.class)
        boolean prewarm();

        /** Longest statement; the server cuts it. 0 for no limit. */
        Optional<Duration> statementTimeout();

        /** Longest attempt to open a connection. */
        Optional<Duration> connectTimeout();

        /** Longest silence of the server; the statement timeout and 1 s unless set. */
        Optional<Duration> socketTimeout();

        /** Connections of the server that stay free for others, whatever the size. */
        @WithDefault("2")
        int leaveFree();
    }

    /** Admission to the pool. */
    interface Gate {

        /** Callers that may hold a connection at once. */
        OptionalInt maxConcurrent();

        /** What the limit adapts to at the lowest. */
        @WithDefault("2")
        int minConcurrent();

        /** Whether the limit follows the database, or stays at {@link #maxConcurrent}: adaptive or fixed. */
        @WithDefault("adaptive")
        LimitMode limit();

        /** Longest wait for a connection. */
        Optional<Duration> maxWait();

        /** What the longest wait shrinks to under a standing backlog. */
        Optional<Duration> minWait();

        /** Callers that may wait at once. */
        @WithDefault("1000")
        int maxBacklog();

        /** Percent of the permits kept for essential callers while such come. */
        @WithDefault("5")
        double essentialShare();

        /** Percent of the permits kept from background callers while interactive ones come. */
        @WithDefault("25")
        double interactiveShare();

        /** Percent of the permits that go to callers who wait below others that wait. */
        @WithDefault("5")
        double floorShare();

        /** Whether the {@code Priority} header of a request may raise it, and not only lower it. */
        @WithDefault("false")
        @WithConverter(TrueOrFalse.class)
        boolean trustPriority();
    }

    /** The monitor's rhythm. */
    interface Monitor {

        /** How often an unchanged state is confirmed. */
        @WithDefault("30s")
        Duration interval();

        /** How often the pool is sampled and judged. */
        @WithDefault("1s")
        Duration sampleInterval();
    }

    /** Usage in percent at which a level begins, and how fast it comes and goes. */
    interface Pressure {

        @WithDefault("70")
        double moderate();

        @WithDefault("80")
        double aggressive();

        @WithDefault("90")
        double critical();

        /** Points below a threshold at which usage must be to fall under it again. */
        @WithDefault("10")
        double margin();

        /** Of the last {@link #raiseOf} samples so many must be above a threshold. */
        @WithDefault("2")
        int raiseWindows();

        @WithDefault("3")
        int raiseOf();

        /** How long usage must have been low for the level to fall. */
        @WithDefault("30s")
        Duration fallAfter();
    }

    /** What frontends are told at each level. */
    interface Throttle {

        @WithDefault("30s")
        Duration pollAfter();

        @WithDefault("90s")
        Duration validFor();

        Level normal();

        Level moderate();

        Level aggressive();

        Level emergency();

        /** One browser's budget. */
        interface Level {

            OptionalInt maxConcurrentRequests();

            OptionalInt maxRequestsPerMinute();

            OptionalInt requestDelayMs();
        }
    }

    /** The circuit breaker. */
    interface Breaker {

        OptionalDouble failurePercent();

        /** Calls it looks back on. */
        OptionalInt window();

        OptionalInt minimumCalls();

        /** Probes in a row that must fail to open it without traffic. */
        OptionalInt failedProbes();

        /** Probes in a row that must succeed to close it. */
        OptionalInt successfulProbes();
    }

    /** Cleanups. */
    interface Cleanup {

        /** Whether Poolwarden takes back by itself, above the critical usage, what is held without working. */
        @WithDefault("true")
        @WithConverter(TrueOrFalse.class)
        boolean automatic();

        /** How long a connection may be held outside a transaction without a statement. */
        @WithDefault("30s")
        Duration leakAfter();

        /** How long a connection may be held inside a transaction without a statement. */
        @WithDefault("10s")
        Duration idleInTransactionAfter();

        /** Time between two cleanups by hand. */
        @WithDefault("60s")
        Duration cooldown();

        /** Whether anyone may ask for a cleanup of idle connections while health is CRITICAL. */
        @WithDefault("false")
        @WithConverter(TrueOrFalse.class)
        boolean anonymous();
    }

    /** Transactions that are tried again after a conflict. */
    interface Transactions {

        /** Tries in all, the first one too. */
        @WithDefault("4")
        int maxTries();

        /** Longest pause after the first try; doubles with each further one. */
        @WithDefault("10ms")
        Duration firstBackoff();

        /** What that grows to. */
        @WithDefault("1s")
        Duration maxBackoff();

        /** Time from the beginning of the first try to that of the last. */
        @WithDefault("10s")
        Duration maxTime();
    }

    /** Background tasks that give way. */
    interface Tasks {

        /** What becomes of their due runs while health is DEGRADED: run, stretch, delay or skip. */
        @WithDefault("stretch")
        Deferral degraded();

        /** What becomes of them while it is CRITICAL. */
        @WithDefault("skip")
        Deferral critical();

        /** Of how many due runs one runs where they are stretched. */
        @WithDefault("4")
        int stretch();

        /** Longest wait of a run that is delayed. */
        @WithDefault("30s")
        Duration maxDelay();

        /** Time without a run after which a task runs whatever the health. */
        @WithDefault("10m")
        Duration longestPause();
    }

    /** Server-sent events. */
    interface Events {

        /** Listeners at once. */
        @WithDefault("1000")
        int maxListeners();
    }
}
