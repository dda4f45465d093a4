package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.gate.PermitRejectedException;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database is away, refuses us or is full: the pool starts all the same, says why, and comes back by itself. */
class DatabaseTroubleTest {

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void survives_a_restart_of_the_database_under_load() throws Exception {
        try (MonitoredPool pool = open(postgres.url())) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong served = new AtomicLong();
            AtomicLong longest = new AtomicLong();
            List<Thread> callers = load(pool.fixture, over, served, longest);
            await().until(() -> served.get() > 1000);

            postgres.stop();
            await().until(() -> pool.state().breaker().state() == BreakerState.OPEN);
            await().until(() -> pool.state().config().circuitBreakerOpen()
                    && pool.state().config().emergencyModeActive()
                    && pool.state().config().reasons().contains(Reason.DATABASE_UNREACHABLE));

            postgres.start();
            await().atMost(RECOVERY).until(() -> pool.state().breaker().state() == BreakerState.CLOSED);
            long before = served.get();
            await().atMost(RECOVERY).until(() -> served.get() > before + 1000);
            over.set(true);
            for (Thread each : callers) {
                each.join();
            }
            await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            assertThat(Duration.ofNanos(longest.get())).isLessThan(WAIT.plusSeconds(10));
            await().until(() ->
                    pool.fixture.inFlight() == 0 && pool.fixture.pool.counts().inUse() == 0);
            await().until(() -> postgres.pooled() == pool.fixture.pool.counts().established());
        }
    }

    private static List<Thread> load(PoolFixture fixture, AtomicBoolean over, AtomicLong served, AtomicLong longest) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            callers.add(new Thread(() -> {
                while (!over.get()) {
                    long start = System.nanoTime();
                    try {
                        fixture.ask("select 1");
                        served.incrementAndGet();
                    } catch (SQLException e) {
                        Thread.onSpinWait();
                    }
                    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                }
            }));
        }
        callers.forEach(Thread::start);
        return callers;
    }

    @Test
    void an_unreachable_database_is_critical_and_callers_are_told_at_once() {
        try (MonitoredPool pool = open("jdbc:postgresql://localhost:1/app?user=app")) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_UNREACHABLE));
            await().until(() -> pool.state().breaker().state() == BreakerState.OPEN);
            assertThatThrownBy(() -> pool.fixture.borrow())
                    .isInstanceOfSatisfying(
                            PermitRejectedException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("08001"));
        }
    }

    @Test
    void a_refused_login_is_named_and_recovers_when_it_is_granted() {
        postgres.asAdmin("alter role app nologin");
        try (MonitoredPool pool = open(postgres.url())) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_LOGIN_REFUSED));
            postgres.asAdmin("alter role app login");
            await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            await().until(() -> pool.fixture.pool.counts().established() == 2);
        } finally {
            postgres.asAdmin("alter role app login");
        }
    }

    @Test
    void a_full_server_at_the_start_is_named_and_recovers_when_it_has_room() {
        postgres.asAdmin("alter role app connection limit 0");
        try (MonitoredPool pool = open(postgres.url())) {
            await().until(() -> pool.state().config().reasons().contains(Reason.DATABASE_FULL));
            assertThat(pool.state().config().health()).isEqualTo(HealthStatus.CRITICAL);
            postgres.asAdmin("alter role app connection limit -1");
            await().atMost(RECOVERY).until(() -> pool.state().config().health() == HealthStatus.HEALTHY);
            await().until(() -> pool.fixture.pool.counts().established() == 2);
        } finally {
            postgres.asAdmin("alter role app connection limit -1");
        }
    }

    @Test
    void a_server_that_grants_less_than_configured_lowers_the_gate_and_everybody_is_served() throws Exception {
        postgres.asAdmin("alter role app connection limit 5");
        try (MonitoredPool pool = open(postgres.url())) {
            await().until(() -> pool.state().gate().limit() == 4);
            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                held.add(pool.fixture.borrow());
            }
            assertThat(pool.state().reading().capacity()).isEqualTo(4);
            for (Connection each : held) {
                each.close();
            }
            assertThat(pool.fixture.pool.counts().connectionErrors()).isZero();
            postgres.asAdmin("alter role app connection limit -1");
            await().until(() -> pool.state().gate().limit() == 8);
        } finally {
            postgres.asAdmin("alter role app connection limit -1");
        }
    }

    @Test
    void saturation_never_opens_the_breaker() throws Exception {
        try (MonitoredPool pool = open(postgres.url())) {
            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                held.add(pool.fixture.borrow());
            }
            for (int i = 0; i < 12; i++) { // more than the breaker wants to have seen
                assertThatThrownBy(() -> PostgresPoolTest.onAnotherThread(
                                () -> pool.fixture.borrow().close()))
                        .isInstanceOf(PermitRejectedException.class);
            }
            await().until(() -> pool.state().config().emergencyModeActive());
            assertThat(pool.state().breaker().state()).isEqualTo(BreakerState.CLOSED);
            assertThat(pool.state().breaker().failurePercent()).isZero();
            for (Connection each : held) {
                each.close();
            }
        }
    }

    @Test
    void one_borrower_does_not_wait_for_every_connection_of_a_server_that_is_silent() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolUnderLoadTest.wearing(10, 0, 0), 10, WAIT)) {
            List<String> backends = new ArrayList<>();
            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                held.add(fixture.borrow());
                backends.add(PoolFixture.ask(held.get(i), "select pg_backend_pid()"));
            }
            for (Connection each : held) {
                each.close();
            }
            await().until(() -> fixture.pool.census().idle().stream()
                    .allMatch(each ->
                            each.idleMillis() > 500)); // so long idle, they are asked before a borrower gets them
            backends.forEach(each -> PoolUnderLoadTest.signal("STOP", each));
            long start = System.nanoTime();
            try {
                fixture.ask("select 1");
            } catch (SQLException e) {
                // the server itself still accepts connections; whether in time is not the question here
            } finally {
                backends.forEach(each -> PoolUnderLoadTest.signal("CONT", each));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(PoolFixture.SMALL.connectTimeout().plusSeconds(4));
        }
    }

    private static MonitoredPool open(String url) {
        return new MonitoredPool(url, PoolFixture.SMALL, 8, WAIT);
    }
}
