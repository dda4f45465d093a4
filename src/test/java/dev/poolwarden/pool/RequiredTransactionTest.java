package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application allows no connection outside a transaction. */
class RequiredTransactionTest {

    @Test
    void who_borrows_outside_one_is_told_and_nothing_is_lost() throws Exception {
        PretendedTransaction transaction = new PretendedTransaction();
        try (TestPostgres postgres = new TestPostgres();
                PoolFixture fixture = new PoolFixture(
                        PoolFixture.SMALL,
                        8,
                        Duration.ofSeconds(1),
                        List.of(),
                        pool -> pool.transactionIntegration(transaction)
                                .transactionRequirement(TransactionRequirement.STRICT)
                                .connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())))) {
            transaction.running = false;
            for (int i = 0; i < 2 * PoolFixture.SMALL.capacity(); i++) {
                assertThatThrownBy(fixture::borrow)
                        .hasMessageContaining("outside a transaction")
                        .extracting(error -> ((SQLException) error).getSQLState())
                        .isEqualTo("25P01");
            }
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();

            transaction.running = true;
            Connection enlisted = fixture.borrow();
            assertThat(PoolFixture.ask(enlisted, "select 1")).isEqualTo("1");
            transaction.rollBack();
            assertThat(fixture.inFlight()).isZero();
        }
    }
}
