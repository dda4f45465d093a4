package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Interactive;
import dev.poolwarden.pool.PostgresPool;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The smallest pool there is, and a transaction that asks twice. */
@QuarkusTest
@TestProfile(PoolOfOneTest.One.class)
class PoolOfOneTest {

    /** One connection, and no patience with a transaction that waits for itself. */
    public static class One implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.pool.size", "1",
                    "poolwarden.pool.max-overflow", "0",
                    "poolwarden.gate.max-wait", "200ms");
        }
    }

    @Inject
    DataSource dataSource;

    @Inject
    PostgresPool pool;

    @Test
    void two_connections_in_one_transaction_are_the_only_one_there_is() {
        QuarkusTransaction.requiringNew().run(this::askTwice);
        assertThat(pool.counts().inUse()).isZero();
        assertThat(pool.counts().established()).isEqualTo(1);
    }

    private void askTwice() {
        try (Connection first = Interactive.borrowing(dataSource).getConnection();
                Connection second = Interactive.borrowing(dataSource).getConnection()) {
            assertThat(second.unwrap(PGConnection.class)).isSameAs(first.unwrap(PGConnection.class));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
