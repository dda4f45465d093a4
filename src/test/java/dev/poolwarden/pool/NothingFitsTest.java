package dev.poolwarden.pool;

import static dev.poolwarden.pool.CrowdedServer.FIT;
import static dev.poolwarden.pool.CrowdedServer.LEFT_FREE;
import static dev.poolwarden.pool.CrowdedServer.OBSERVER;
import static dev.poolwarden.pool.CrowdedServer.RESERVED;
import static dev.poolwarden.pool.CrowdedServer.STANDARD;
import static dev.poolwarden.pool.CrowdedServer.USABLE;
import static dev.poolwarden.pool.CrowdedServer.WAIT;
import static dev.poolwarden.pool.CrowdedServer.assertThatNothingFailed;
import static dev.poolwarden.pool.CrowdedServer.fit;
import static dev.poolwarden.pool.CrowdedServer.repeatedly;
import static dev.poolwarden.pool.CrowdedServer.threadsInAgroal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import dev.poolwarden.testing.Neighbours;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where there is no room for a connection, or only just. */
class NothingFitsTest {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static CrowdedServer server;

    @BeforeAll
    static void startServer() throws SQLException {
        server = new CrowdedServer();
    }

    @AfterAll
    static void stopServer() throws SQLException {
        server.close();
    }

    @BeforeEach
    void letTheServerForgetTheLast() {
        server.awaitCalm();
    }

    @Test
    void where_nothing_fits_nothing_opens_callers_hear_it_at_once_and_the_pool_comes_when_there_is_room()
            throws Exception {
        Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), USABLE - LEFT_FREE - OBSERVER, 0);
        try (MonitoredPool pool = server.open(PoolFixture.SMALL)) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            assertThat(pool.state().config().health()).isEqualTo(HealthStatus.CRITICAL);
            AtomicInteger waiting = new AtomicInteger();
            try (AutoCloseable watching = repeatedly(() -> waiting.accumulateAndGet(threadsInAgroal(), Math::max))) {
                for (int i = 0; i < 50; i++) {
                    assertThatThrownBy(pool.fixture::borrow)
                            .isInstanceOfSatisfying(PermitRejectedException.class, e -> {
                                assertThat(e.getSQLState()).isEqualTo("53300");
                                assertThat(e.getMessage())
                                        .contains("no connection is open, and none fits on the server");
                            });
                }
            }
            await().until(() -> pool.state().gate().rejected() > 0);
            assertThat(waiting.get()).isZero();
            assertThat(server.postgres.pooled()).isZero();
            assertThatNothingFailed(pool);

            strangers.close();
            await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            await().until(() -> pool.fixture.pool.counts().established() == 2);
            assertThat(pool.fixture.ask("select 1")).isEqualTo("1");
            assertThatNothingFailed(pool);
        }
    }

    @Test
    void where_not_even_the_reserved_connection_fits_it_looks_in_and_leaves_the_last_places_free() throws Exception {
        Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), USABLE - LEFT_FREE - OBSERVER, 0);
        try (MonitoredPool pool = server.open(PoolFixture.SMALL)) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            await().until(() -> server.used() == USABLE - LEFT_FREE);
            try (Neighbours welcome = new Neighbours(server.as("stranger", "elsewhere"), LEFT_FREE - 1, 0)) {
                await().until(() -> pool.state().reading().database().reachable());
            }
            strangers.close();
            await().atMost(RECOVERY).until(() -> pool.fixture.pool.counts().established() == 2);
            await().until(() -> server.used() == OBSERVER + 2 + RESERVED);
        }
    }

    @Test
    void while_even_the_reserved_connection_finds_no_place_none_is_taken_as_it_becomes_free() throws Exception {
        Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), USABLE - OBSERVER - 1, 0);
        Neighbours last = new Neighbours(server.as("stranger", "elsewhere"), 1, 0);
        try (MonitoredPool pool = server.open(PoolFixture.SMALL)) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            last.close();
            await().atMost(RECOVERY)
                    .until(() -> pool.state().reading().database().reachable());
            assertThat(fit(pool).fits()).isZero();
            assertThat(server.postgres.pooled()).isZero();
            assertThat(pool.state().config().reasons()).contains(Reason.DATABASE_FULL);

            strangers.close();
            await().atMost(RECOVERY).until(() -> pool.fixture.pool.counts().established() == 2);
        }
    }

    @Test
    void while_the_server_is_full_for_the_reserved_connection_too_nothing_is_tried() throws Exception {
        try (PoolFixture fixture = new PoolFixture(server.postgres, PoolFixture.SMALL, 8, WAIT)) {
            assertThat(fixture.pool.probe().probe().reachable()).isTrue();
            try (Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), USABLE - OBSERVER - 3, 0)) {
                server.ask("select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                        + " where application_name = 'poolwarden:test:reserved'");
                try (Neighbours last = new Neighbours(server.as("stranger", "elsewhere"), 1, 0)) {
                    await().until(() ->
                            fixture.pool.probe().probe() instanceof Unreachable away && away.trouble() == Trouble.FULL);
                    try (Connection one = fixture.borrow();
                            Connection two = fixture.borrow()) {
                        FutureTask<String> third = new FutureTask<>(() -> fixture.ask("select 'served'"));
                        new Thread(third).start();
                        await().until(() -> threadsInAgroal() == 1);
                        one.close();
                        assertThat(third.get()).isEqualTo("served");
                    }
                    assertThat(fixture.pool.counts().granted()).isEqualTo(2);
                    assertThat(fixture.pool.counts().connectionErrors()).isZero();
                }
            }
            await().atMost(RECOVERY)
                    .until(() -> fixture.pool.probe().probe().reachable()
                            && fixture.pool.counts().granted() == 8);
        }
    }

    /** Who waits in Agroal waits for one that comes back, and is not woken by room for a new one. */
    @Test
    void who_waits_inside_the_pool_for_want_of_room_is_served_when_there_is_room() throws Exception {
        int strange = USABLE - LEFT_FREE - OBSERVER - RESERVED - 2;
        Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), strange, 0);
        try (PoolFixture fixture = new PoolFixture(server.postgres, PoolFixture.SMALL, 8, WAIT);
                Connection one = fixture.borrow();
                Connection two = fixture.borrow()) {
            FutureTask<String> third = new FutureTask<>(() -> fixture.ask("select 'served'"));
            new Thread(third).start();
            await().until(() -> CrowdedServer.threadsIn("waitAvailableHandler") == 1);
            strangers.close();
            server.awaitUsed(OBSERVER + RESERVED + 2);
            fixture.pool.probe().probe();
            fixture.pool.refill(); // as the monitor does, once a second
            assertThat(third.get()).isEqualTo("served");
            assertThat(fixture.pool.counts().established()).isEqualTo(3);
        }
    }

    /** What wears out is closed and not replaced: but for the last one, without which the neighbours would be our outage. */
    @Test
    void while_nothing_fits_the_last_connection_serves_on_though_it_is_worn() throws Exception {
        int strange = USABLE - OBSERVER - RESERVED - 2;
        try (PoolFixture fixture = new PoolFixture(server.postgres, PoolUnderLoadTest.wearing(2, 3, 5), 1, WAIT)) {
            assertThat(fixture.pool.counts().established()).isEqualTo(2);
            Neighbours strangers = new Neighbours(server.as("stranger", "elsewhere"), strange, 0);
            fixture.pool.probe().probe();
            assertThat(fixture.pool.fit().orElseThrow().fits()).isZero();

            for (int i = 0; i < 50; i++) {
                assertThat(fixture.ask("select 'served'")).isEqualTo("served");
            }
            await().until(() -> fixture.pool.counts().established() == 1);
            assertThat(fixture.pool.counts().created()).isEqualTo(2);

            strangers.close();
            server.awaitUsed(OBSERVER + RESERVED + 1);
            fixture.pool.probe().probe();
            fixture.ask("select 1");
            await().until(() -> fixture.pool.counts().retired() == 2);
        }
    }

    /** What the probe sees of a connection in the making is a stranger's process. */
    @Test
    void while_a_connection_is_being_opened_it_is_not_taken_for_somebody_elses() throws Exception {
        try (ReservedConnection reserved = new ReservedConnection(
                new AgroalConnectionFactoryConfigurationSupplier()
                        .jdbcUrl(server.postgres.url())
                        .get(),
                "poolwarden:test:reserved",
                process -> {},
                new Random(),
                System::nanoTime)) {
            FitWatch fits = new FitWatch(
                    STANDARD, reserved, new PoolerWatch(reserved), List::of, () -> 0, () -> {}, System::nanoTime);
            reserved.call(fits::look);
            assertThat(fits.latest().orElseThrow().fits()).isEqualTo(FIT);

            fits.opening();
            try (Neighbours opened = new Neighbours(server.postgres.url(), 1, 0)) {
                reserved.call(fits::look);
                assertThat(fits.latest().orElseThrow().fits()).isEqualTo(FIT);
                fits.opened();
                reserved.call(fits::look);
                assertThat(fits.latest().orElseThrow().fits()).isEqualTo(FIT - 1);
            }
        }
    }
}
