package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.reclaim.CleanupPlan;
import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.Evidence;
import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application's interceptor throws; no connection and no permit is lost to that. */
class FailingInterceptorTest {

    private static final int FAILURES = 5;

    /** Throws the first few times. */
    private static class Failing implements AgroalPoolInterceptor {

        private final AtomicInteger left = new AtomicInteger(FAILURES);

        void fail() {
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("an interceptor that fails");
            }
        }
    }

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
    void when_a_connection_is_made() {
        assertThatNothingIsLost(new Failing() {
            @Override
            public void onConnectionCreate(Connection connection) {
                fail();
            }
        });
    }

    @Test
    void when_a_connection_is_borrowed() {
        assertThatNothingIsLost(new Failing() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                fail();
            }
        });
    }

    @Test
    void when_it_finds_a_connection_dead_that_is_borrowed() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AgroalPoolInterceptor asking = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                try {
                    PoolFixture.ask(connection, "select 1");
                } catch (SQLException e) {
                    failures.incrementAndGet();
                    throw new IllegalStateException(e);
                }
            }
        };
        try (PoolFixture fixture = fixture(asking)) {
            await().pollDelay(Duration.ZERO).until(() -> {
                try {
                    fixture.ask("select 1");
                    postgres.asAdmin("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = 'poolwarden:test'");
                    fixture.ask("select 1"); // warm, so that nobody asks whether it lives but the interceptor
                } catch (SQLException | IllegalStateException e) {
                    // its own affair
                }
                return failures.get() > 2 * PoolFixture.SMALL.capacity();
            });
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(fixture.ask("select 1")).isEqualTo("1"));
            assertThat(fixture.inFlight()).isZero();
        }
    }

    @Test
    void when_a_connection_goes_back() {
        assertThatNothingIsLost(new Failing() {
            @Override
            public void onConnectionReturn(Connection connection) {
                fail();
            }
        });
    }

    @Test
    void when_a_connection_is_closed() {
        assertThatNothingIsLost(new Failing() {
            @Override
            public void onConnectionDestroy(Connection connection) {
                fail();
            }
        });
    }

    @Test
    void when_a_connection_is_taken_back() throws Exception {
        AgroalPoolInterceptor broken = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionReturn(Connection connection) {
                throw new NoClassDefFoundError("an interceptor that was packaged badly");
            }
        };
        try (PoolFixture fixture = fixture(broken)) {
            List<Connection> held = List.of(fixture.borrow(), fixture.borrow());
            CleanupPlan plan = new CleanupPlan(
                    fixture.pool.census().held().stream()
                            .map(each -> new Step(each, Evidence.DEMANDED, Action.CUT))
                            .toList(),
                    List.of());

            assertThat(fixture.pool.cleanUp(plan).reclaimed()).isEqualTo(2);

            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            assertThat(fixture.pool.dataSource().getMetrics().activeCount()).isZero();
            for (Connection each : held) {
                each.close();
            }
            assertThat(fixture.ask("select 1")).isEqualTo("1");
        }
    }

    @Test
    void when_its_thread_is_left_interrupted_after_a_connection_was_made() throws Exception {
        AgroalPoolInterceptor interrupting = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionCreate(Connection connection) {
                Thread.currentThread().interrupt();
            }
        };
        try (PoolFixture fixture = fixture(interrupting)) {
            ExecutorService borrowers = Executors.newFixedThreadPool(6);
            List<Future<Connection>> asked = borrowers.invokeAll(Collections.nCopies(6, fixture::borrow));
            borrowers.shutdown();
            for (Future<Connection> each : asked) {
                assertThatCode(() -> each.get().close()).doesNotThrowAnyException();
            }
        }
    }

    private static PoolFixture fixture(AgroalPoolInterceptor interceptor) {
        return new PoolFixture(
                PoolFixture.SMALL,
                8,
                Duration.ofSeconds(1),
                List.of(interceptor),
                pool -> pool.connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())));
    }

    private static void assertThatNothingIsLost(Failing interceptor) {
        PoolSettings wearing = PoolUnderLoadTest.wearing(2, 6, 3);
        try (PoolFixture fixture = new PoolFixture(
                wearing,
                8,
                Duration.ofSeconds(1),
                List.of(interceptor),
                pool -> pool.connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())))) {
            await().pollDelay(Duration.ZERO).until(() -> {
                try {
                    fixture.ask("select 1");
                } catch (SQLException | IllegalStateException e) {
                    // what this one caller gets is the application's own affair
                }
                return interceptor.left.get() <= 0;
            });
            assertThatCode(() -> PoolUnderLoadTest.hammer(fixture, "select 1", 8, 10))
                    .doesNotThrowAnyException();
            await().untilAsserted(() -> {
                assertThat(fixture.inFlight()).isZero();
                assertThat(fixture.pool.counts().inUse()).isZero();
                assertThat(fixture.pool.counts().established()).isEqualTo(postgres.pooled());
            });
        }
        await().until(() -> postgres.pooled() == 0);
    }
}
