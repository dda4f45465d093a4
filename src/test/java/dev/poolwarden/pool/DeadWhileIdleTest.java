package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that died while they lay idle are dropped on their borrower's way, and nobody hears of them. */
class DeadWhileIdleTest {

    /** Counts, as an application's would that sets up a session and tidies it. */
    private static final class Counting implements AgroalPoolInterceptor {

        private final AtomicInteger acquired = new AtomicInteger();
        private final AtomicInteger returned = new AtomicInteger();

        @Override
        public void onConnectionAcquire(Connection connection) {
            acquired.incrementAndGet();
        }

        @Override
        public void onConnectionReturn(Connection connection) {
            returned.incrementAndGet();
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
    void a_borrower_gets_a_living_one_and_the_books_are_exact() throws SQLException {
        Counting interceptor = new Counting();
        try (PoolFixture fixture = new PoolFixture(
                PoolUnderLoadTest.wearing(4, 4, 0),
                8,
                Duration.ofSeconds(10),
                List.of(interceptor),
                pool -> pool.connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())))) {
            fixture.borrowAndReturn(4);
            postgres.count("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name = 'poolwarden:test'");
            letThemGrowCold();

            assertThat(fixture.ask("select 1")).isEqualTo("1");

            assertThat(interceptor.acquired).hasValue(5);
            assertThat(interceptor.returned).hasValue(5);
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            assertThat(fixture.pool.dataSource().getMetrics().flushCount())
                    .as("found on the borrower's way")
                    .isPositive();
            assertThat(fixture.breaker.snapshot().failurePercent()).isZero();
            await().untilAsserted(() ->
                    assertThat(fixture.pool.counts().established()).isEqualTo(postgres.pooled()));
        }
    }

    /** Half a second after its last use a connection is no longer taken for alive; time is what this is about. */
    private static void letThemGrowCold() {
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
    }
}
