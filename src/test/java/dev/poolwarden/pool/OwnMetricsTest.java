package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who reads Agroal's metrics of the guarded pool reads true figures. */
class OwnMetricsTest {

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
    void they_say_what_is_open_in_use_and_idle() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(10))) {
            var metrics = fixture.pool.dataSource().getMetrics();
            await().until(() -> metrics.creationCount() == 2);
            assertThat(metrics.creationTimeTotal()).isPositive();
            assertThat(metrics.creationTimeMax()).isBetween(metrics.creationTimeAverage(), metrics.creationTimeTotal());

            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(fixture.borrow());
            }
            assertThat(metrics.activeCount()).isEqualTo(3);
            assertThat(metrics.acquireCount()).isEqualTo(3);
            assertThat(metrics.maxUsedCount()).isEqualTo(3);
            assertThat(metrics.creationCount()).isEqualTo(3);
            assertThat(metrics.availableCount()).isZero();
            assertThat(metrics.blockingTimeTotal())
                    .as("the third waited for a connection to be opened")
                    .isPositive()
                    .isEqualTo(metrics.blockingTimeMax());
            assertThat(metrics.blockingTimeAverage())
                    .isEqualTo(metrics.blockingTimeTotal().dividedBy(3));

            for (Connection each : held) {
                each.close();
            }
            assertThat(metrics.activeCount()).isZero();
            assertThat(metrics.availableCount()).isEqualTo(3);
            assertThat(metrics.maxUsedCount()).isEqualTo(3);
            assertThat(metrics.awaitingCount()).isZero();
        }
    }

    @Test
    void they_say_what_went() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(10))) {
            var metrics = fixture.pool.dataSource().getMetrics();
            fixture.borrowAndReturn(2);

            fixture.pool.dataSource().flush(FlushMode.GRACEFUL);

            await().until(() -> metrics.flushCount() == 2 && metrics.destroyCount() == 2);
            assertThat(metrics.invalidCount()).isZero();
        }
    }
}
