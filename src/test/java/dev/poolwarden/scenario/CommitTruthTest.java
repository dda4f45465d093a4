package dev.poolwarden.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.Interactive;
import dev.poolwarden.pool.PostgresPool;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a JTA transaction hears of its commit is what became of it. */
@QuarkusTest
class CommitTruthTest {

    @Inject
    TransactionManager transactions;

    @Inject
    DataSource dataSource;

    @Inject
    PostgresPool pool;

    @BeforeEach
    void tables() throws SQLException {
        execute("""
                create schema truth;
                create table truth.rows (n int unique deferrable initially deferred);
                """);
    }

    @AfterEach
    void dropTables() throws SQLException {
        execute("drop schema truth cascade");
        assertThat(pool.counts().inUse()).isZero();
    }

    @Test
    void a_transaction_whose_error_was_swallowed_does_not_seem_committed() throws Exception {
        transactions.begin();
        execute("insert into truth.rows values (1)");
        assertThatThrownBy(() -> execute("select 1/0")).hasMessageContaining("division by zero");
        assertThatThrownBy(transactions::commit)
                .isInstanceOf(RollbackException.class)
                .satisfies(e -> assertThat(said(e).getSQLState()).isEqualTo("25P02"));
        assertThat(rows()).isZero();
    }

    @Test
    void a_commit_that_the_server_refuses_is_a_rollback_and_the_connection_serves_the_next() throws Exception {
        transactions.begin();
        int backend = ask("select pg_backend_pid()");
        execute("insert into truth.rows values (1), (1)");
        assertThatThrownBy(transactions::commit)
                .isInstanceOf(RollbackException.class)
                .satisfies(e -> assertThat(said(e).getSQLState()).isEqualTo("23505"));
        awaitServedAgain(backend);
        assertThat(rows()).isZero();
    }

    /** It is among those that wait for the next borrower. */
    void awaitServedAgain(int backend) {
        await().until(() -> idleBackends().contains(backend));
    }

    private Set<Integer> idleBackends() throws SQLException {
        Set<Integer> backends = new HashSet<>();
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = pool.counts().idle(); i > 0; i--) {
                all.add(Interactive.borrowing(dataSource).getConnection());
                backends.add(ask(all.get(all.size() - 1), "select pg_backend_pid()"));
            }
        } finally {
            for (Connection each : all) {
                each.close();
            }
        }
        return backends;
    }

    private static SQLException said(Throwable rollback) {
        return (SQLException) rollback.getSuppressed()[0].getCause();
    }

    private int rows() throws SQLException {
        return ask("select count(*) from truth.rows");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int ask(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return ask(connection, sql);
        }
    }

    private static int ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
