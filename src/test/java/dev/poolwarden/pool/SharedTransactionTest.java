package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two threads work in one transaction, as context propagation has them do, and both ask for its first connection. */
class SharedTransactionTest {

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
    void the_connection_they_share_costs_one_permit_and_none_is_lost() throws Exception {
        PretendedTransaction transaction = new PretendedTransaction();
        try (PoolFixture fixture = new PoolFixture(
                PoolFixture.SMALL,
                8,
                Duration.ofMillis(100),
                List.of(),
                pool -> pool.transactionIntegration(transaction)
                        .connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())))) {
            Connection first = fixture.borrow();
            transaction.unseen = true;
            Connection second = fixture.borrow();
            assertThat(PoolFixture.ask(second, "select pg_backend_pid()"))
                    .isEqualTo(PoolFixture.ask(first, "select pg_backend_pid()"));
            assertThat(fixture.inFlight()).isEqualTo(1);
            assertThat(fixture.pool.counts().inUse()).isEqualTo(1);
            transaction.rollBack();
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
        }
    }
}
