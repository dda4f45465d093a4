package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import dev.poolwarden.telemetry.PoolMetrics;
import dev.poolwarden.telemetry.ServerMetrics;
import dev.poolwarden.telemetry.Timings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrape says of the monitor itself and of the server behind it. */
class MonitorMetricsTest {

    private final MonitorRig rig = MonitorRig.started();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        new PoolMetrics(rig.monitor, new Timings(), rig.clock).bindTo(registry);
        new ServerMetrics(rig.monitor).bindTo(registry);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void the_sample_ages_until_the_next_tick() {
        assertThat(gauge("poolwarden.sample.age.seconds")).isZero();
        rig.clock.advance(Duration.ofSeconds(7));
        assertThat(gauge("poolwarden.sample.age.seconds")).isEqualTo(7);
        rig.tick();
        assertThat(gauge("poolwarden.sample.age.seconds")).isZero();
    }

    @Test
    void the_server_s_connections_are_told_by_the_limit_that_counts_them() {
        rig.probe(counted(new Limit(Scope.SERVER, 100, 3, 20, 2), new Limit(Scope.ROLE, 30, 0, 4, 0)));
        rig.tick();
        assertThat(gauge("poolwarden.database.connections.used")).isEqualTo(31);
        assertThat(gauge("poolwarden.database.connections.usable", "limit", "server"))
                .isEqualTo(97);
        assertThat(gauge("poolwarden.database.connections.others", "limit", "server"))
                .isEqualTo(20);
        assertThat(gauge("poolwarden.database.connections.usable", "limit", "role"))
                .isEqualTo(30);
        assertThat(gauge("poolwarden.database.connections.others", "limit", "role"))
                .isEqualTo(4);
    }

    @Test
    void a_limit_that_there_is_not_is_no_limit_of_zero() {
        rig.probe(counted(new Limit(Scope.SERVER, 100, 3, 20, 2)));
        rig.tick();
        assertThat(gauge("poolwarden.database.connections.usable", "limit", "database"))
                .isNaN();
    }

    @Test
    void nothing_is_known_of_a_server_that_is_away() {
        rig.probe(MonitorRig.AWAY);
        rig.tick();
        assertThat(gauge("poolwarden.database.connections.used")).isNaN();
        assertThat(gauge("poolwarden.database.connections.others", "limit", "server"))
                .isNaN();
    }

    private static DatabaseReading counted(Limit... limits) {
        return new Reachable(
                Duration.ofMillis(1),
                OptionalInt.of(100),
                OptionalInt.of(31),
                List.of(),
                Optional.empty(),
                Optional.of(new Fit(5, 5, List.of(limits))),
                false);
    }
}
