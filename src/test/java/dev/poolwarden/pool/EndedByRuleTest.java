package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server ends sessions by rules of its own: nobody gets what is left of them, and the database is not blamed. */
class EndedByRuleTest {

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle_in_transaction_session_timeout", "transaction_timeout"})
    void a_holder_that_is_idle_in_a_transaction_hears_of_it_and_the_next_borrower_does_not(String rule)
            throws SQLException {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(5))) {
            Connection held = beginThenLoseIt(fixture, rule);
            assertThatThrownBy(() -> PoolFixture.ask(held, "select 1")).isInstanceOf(SQLException.class);
            closeQuietly(held);

            for (int i = 0; i < 20; i++) {
                assertThat(fixture.ask("select 1")).isEqualTo("1");
            }
            assertThat(fixture.breaker.snapshot().failurePercent()).isZero();
            assertThat(fixture.inFlight()).isZero();
            await().until(() -> fixture.pool.counts().established() == postgres.pooled());
        }
    }

    @Test
    void a_holder_that_notices_nothing_leaves_nothing_dead_behind() throws SQLException {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, Duration.ofSeconds(5))) {
            Connection held = beginThenLoseIt(fixture, "idle_in_transaction_session_timeout");

            closeQuietly(held);

            for (int i = 0; i < 20; i++) {
                assertThat(fixture.ask("select 1")).isEqualTo("1");
            }
            assertThat(fixture.inFlight()).isZero();
            await().until(() -> fixture.pool.counts().established() == postgres.pooled());
        }
    }

    private static Connection beginThenLoseIt(PoolFixture fixture, String rule) throws SQLException {
        Connection held = fixture.borrow();
        held.setAutoCommit(false);
        PoolFixture.ask(held, "select set_config('" + rule + "', '50ms', false)");
        held.commit();
        String pid = PoolFixture.ask(held, "select pg_backend_pid()");
        await().until(() -> postgres.count("select count(*) from pg_stat_activity where pid = " + pid) == 0);
        return held;
    }

    private static void closeQuietly(Connection held) {
        try {
            held.close();
        } catch (SQLException e) {
            // its transaction cannot be undone any more, which is no news to the server
        }
    }
}
