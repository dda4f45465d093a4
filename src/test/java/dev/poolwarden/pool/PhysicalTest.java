package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

/** A connection knows its backend again. */
class PhysicalTest {

    private static final Backend OWN = started(1_000);

    private static TestPostgres postgres;
    private static Connection connection;
    private Physical physical;

    @BeforeAll
    static void connect() throws SQLException {
        postgres = new TestPostgres();
        connection = postgres.admin();
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
        postgres.close();
    }

    @BeforeEach
    void open() throws SQLException {
        physical = new Physical(
                connection.unwrap(PgConnection.class), new ServerProcess(4711, 1_000, true), 0, Long.MAX_VALUE, false);
    }

    private static Backend started(long started) {
        return new Backend(Activity.IDLE, started, started + 1, 30_000, null, null);
    }

    @Test
    void its_backend_is_the_one_that_answered_when_it_was_opened() {
        assertThat(physical.own(OWN)).isEqualTo(OWN);
    }

    @Test
    void who_has_its_process_id_after_a_restart_is_somebody_else() {
        assertThat(physical.own(started(2_000))).isEqualTo(Backend.GONE);
    }

    @Test
    void what_the_server_does_not_say_is_no_word_on_who_it_is() {
        assertThat(physical.own(Backend.UNKNOWN)).isEqualTo(Backend.UNKNOWN);
        assertThat(physical.own(Backend.GONE)).isEqualTo(Backend.GONE);
    }
}
