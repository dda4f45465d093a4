package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A borrower does not get its connection, though the transaction has it by then; the transaction's end touches nobody else. */
class HalfEnlistedTest {

    private static TestPostgres postgres;

    private final PretendedTransaction transaction = new PretendedTransaction();

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    private PoolFixture fixture(AgroalPoolInterceptor... interceptors) {
        return new PoolFixture(
                PoolFixture.SMALL,
                8,
                Duration.ofSeconds(1),
                List.of(interceptors),
                pool -> pool.transactionIntegration(transaction)
                        .connectionFactoryConfiguration(made -> made.jdbcUrl(postgres.url())));
    }

    private void assertThatItsEndTouchesNobodyElse(PoolFixture fixture) throws SQLException {
        assertThat(fixture.inFlight()).isZero();
        transaction.running = false;
        try (Connection anothers = fixture.borrow()) {
            transaction.running = true;
            transaction.rollBack();
            assertThat(fixture.inFlight()).isEqualTo(1);
            assertThat(fixture.pool.counts().inUse()).isEqualTo(1);
            assertThat(PoolFixture.ask(anothers, "select 1")).isEqualTo("1");
        }
        await().untilAsserted(
                        () -> assertThat(fixture.pool.counts().established()).isEqualTo(postgres.pooled()));
    }

    @Test
    void since_an_interceptor_failed() throws Exception {
        try (PoolFixture fixture = fixture(new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                if (transaction.running) {
                    throw new IllegalStateException("an interceptor that fails");
                }
            }
        })) {
            assertThatThrownBy(fixture::borrow).isInstanceOf(IllegalStateException.class);
            assertThatItsEndTouchesNobodyElse(fixture);
        }
    }

    @Test
    void since_an_interceptor_failed_that_had_asked_for_the_connection_itself() throws Exception {
        AtomicReference<PoolFixture> asked = new AtomicReference<>();
        try (PoolFixture fixture = fixture(new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                if (transaction.running && asked.get() != null) {
                    PoolFixture once = asked.getAndSet(null);
                    assertThatCode(() -> once.ask("select 1")).doesNotThrowAnyException();
                    throw new IllegalStateException("an interceptor that fails");
                }
            }
        })) {
            asked.set(fixture);
            assertThatThrownBy(fixture::borrow).isInstanceOf(IllegalStateException.class);
            assertThatItsEndTouchesNobodyElse(fixture);
        }
    }

    @Test
    void since_the_transaction_took_no_more() throws Exception {
        try (PoolFixture fixture = fixture()) {
            transaction.refuses = true;
            assertThatThrownBy(fixture::borrow).isInstanceOf(SQLException.class);
            assertThatItsEndTouchesNobodyElse(fixture);
        }
    }

    @Test
    void but_the_transactions_own_connection_stays_with_it() throws Exception {
        try (PoolFixture fixture = fixture()) {
            Connection own = fixture.borrow();
            transaction.refuses = true;
            assertThatThrownBy(fixture::borrow).isInstanceOf(SQLException.class);
            assertThat(PoolFixture.ask(own, "select 1")).isEqualTo("1");
            assertThat(fixture.inFlight()).isEqualTo(1);
            transaction.rollBack();
            assertThat(fixture.inFlight()).isZero();
        }
    }

    @Test
    void since_it_could_not_be_made_read_only_it_goes_back_with_the_transaction() throws Exception {
        try (PoolFixture fixture = fixture(new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                try {
                    PoolFixture.ask(connection, "select 1"); // in a transaction, where read-only comes too late then
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        })) {
            assertThatThrownBy(() -> fixture.pool.dataSource().getReadOnlyConnection())
                    .isInstanceOf(SQLException.class);
            assertThat(fixture.inFlight()).isEqualTo(1);
            assertThat(fixture.pool.counts().inUse()).isEqualTo(1);
            transaction.rollBack();
            assertThat(fixture.inFlight()).isZero();
            assertThat(fixture.pool.counts().inUse()).isZero();
            try (Connection next = fixture.pool.dataSource().getReadOnlyConnection()) {
                assertThat(next.isReadOnly()).isTrue();
            }
            try (Connection next = fixture.borrow()) {
                assertThat(next.isReadOnly()).isFalse();
            }
        }
    }
}
