package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections end by uses, by age and by idle time, on a real PostgreSQL. */
class RetirementTest {

    private static TestPostgres postgres;
    private PoolFixture fixture;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_worn_connection_is_replaced_as_it_comes_back() throws SQLException {
        fixture = open(uses(3), 8);
        for (int i = 0; i < 30; i++) {
            fixture.ask("select 1");
        }
        await().untilAsserted(() -> assertThat(fixture.pool.counts().retired()).isGreaterThanOrEqualTo(8));
        assertThat(fixture.inFlight()).isZero();
    }

    @Test
    void surplus_connections_are_retired_when_idle_and_the_base_size_stays() throws Exception {
        fixture = open(idle(Duration.ofSeconds(1)), 8);
        List<Connection> burst = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            burst.add(fixture.borrow());
        }
        assertThat(fixture.pool.counts().established()).isEqualTo(6);
        for (Connection each : burst) {
            each.close();
        }
        await().until(() -> postgres.pooled() == 2);
        assertThat(fixture.pool.counts().established()).isEqualTo(2);
    }

    @Test
    void old_connections_are_replaced_although_nobody_uses_them() {
        fixture = open(aged(Duration.ofSeconds(1)), 8);
        await().until(() -> fixture.pool.counts().retired() >= 4);
        await().untilAsserted(
                        () -> assertThat(fixture.pool.counts().established()).isEqualTo(2));
    }

    private static PoolFixture open(PoolSettings settings, int limit) {
        return new PoolFixture(postgres, settings, limit, Duration.ofMillis(100));
    }

    private static PoolSettings uses(long maxUses) {
        return settings(Duration.ZERO, maxUses, Duration.ofMinutes(5));
    }

    private static PoolSettings idle(Duration idleTimeout) {
        return settings(Duration.ZERO, 0, idleTimeout);
    }

    private static PoolSettings aged(Duration recycle) {
        return settings(recycle, 0, Duration.ofMinutes(5));
    }

    private static PoolSettings settings(Duration recycle, long maxUses, Duration idleTimeout) {
        PoolSettings small = PoolFixture.SMALL;
        return new PoolSettings(
                small.size(),
                small.maxOverflow(),
                recycle,
                maxUses,
                idleTimeout,
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName());
    }
}
