package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

/** While the server works on for connections that are closed at our end, as after a socket timeout, their places are not free. */
class KeptPlacesTest {

    private static final String WORK = "select pg_advisory_lock(4711)";
    private static final Duration WAIT = Duration.ofSeconds(3);

    private final TestPostgres postgres = new TestPostgres();

    @AfterEach
    void close() {
        postgres.close();
    }

    private static PoolSettings sized(int size, int overflow) {
        PoolSettings small = PoolFixture.SMALL;
        return new PoolSettings(
                size,
                overflow,
                small.recycle(),
                small.maxUses(),
                small.idleTimeout(),
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName(),
                false);
    }

    /** For as long as the lock is held, which nobody but the test can give up. */
    private Connection endlessWork() throws SQLException {
        Connection lock = postgres.admin("app");
        PoolFixture.ask(lock, WORK);
        return lock;
    }

    private void loseWhileTheyWork(PoolFixture fixture, int connections) throws SQLException {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = fixture.borrow();
            held.add(connection);
            new Thread(() -> work(connection)).start();
        }
        await().until(() -> working() == connections);
        for (Connection each : held) {
            each.unwrap(PgConnection.class).abort(Runnable::run);
            each.close();
        }
    }

    private static void work(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(WORK);
        } catch (SQLException e) {
            // our end is gone
        }
    }

    private int working() {
        return postgres.count("select count(*) from pg_stat_activity where application_name = 'poolwarden:test'"
                + " and state = 'active'");
    }

    @Test
    void no_more_connections_are_opened_than_there_may_be_though_all_were_lost_at_once() throws Exception {
        ScheduledExecutorService probing = Executors.newSingleThreadScheduledExecutor();
        try (Connection lock = endlessWork();
                PoolFixture fixture = new PoolFixture(postgres, sized(8, 0), 8, WAIT)) {
            loseWhileTheyWork(fixture, 8);
            probing.scheduleWithFixedDelay(() -> fixture.pool.probe().probe(), 200, 1000, TimeUnit.MILLISECONDS);
            assertThatThrownBy(fixture::borrow)
                    .isInstanceOf(DatabaseAccessException.class)
                    .hasMessageContaining("closed at our end");
            await().until(() -> fixture.pool.counts().granted() == 0);
            assertThatThrownBy(fixture::borrow).isInstanceOf(DatabaseAccessException.class);
            assertThat(postgres.pooled()).isEqualTo(8);
            assertThat(working()).as("nobody's work is cut").isEqualTo(8);

            PoolFixture.ask(lock, "select pg_advisory_unlock_all()");
            await().until(() -> fixture.pool.counts().granted() == 8);
            await().until(() -> fixture.ask("select 1").equals("1"));
            await().until(() -> postgres.pooled() == fixture.pool.counts().established());
        } finally {
            probing.shutdownNow();
        }
    }

    @Test
    void where_fewer_fit_than_are_set_a_kept_place_counts_too() throws Exception {
        postgres.asAdmin("alter role app connection limit 4"); // three, and the reserved one
        try (Connection lock = endlessWork();
                MonitoredPool pool = new MonitoredPool(postgres.url(), sized(2, 6), 8, WAIT)) {
            await().until(() -> pool.fixture.pool.counts().granted() == 3);

            loseWhileTheyWork(pool.fixture, 1);

            await().until(() -> pool.fixture.pool.counts().granted() == 2);
            await().until(() -> pool.state().gate().limit() == 2);
            pool.fixture.borrowAndReturn(2);
            PoolFixture.ask(lock, "select pg_advisory_unlock_all()");
            await().until(() -> pool.state().gate().limit() == 3);
        }
    }
}
